import CZlib
import Foundation
import Screen

/// An image as a PNG file with a palette: a byte for each pixel before it is compressed, a third of what colours take.
///
/// Source: https://www.w3.org/TR/png-3/
enum PNGImage {
  static func file(of image: PixelImage, palette: PixelPalette) -> [UInt8] {
    // One number is left for clear pixels.
    let table = ColorTable(image, palette, registers: 255)
    let isPartlyClear = image.isPartlyClear
    let size = image.size
    var rows: [UInt8] = []
    rows.reserveCapacity((size.width + 1) * size.height)
    for y in 0..<size.height {
      // Each row by itself, without a filter: neighbours in a palette are not near in colour.
      rows.append(0)
      for pixel in image.pixels[(y * size.width)..<((y + 1) * size.width)] {
        let number = table.registers[Int(pixel)]
        rows.append(UInt8(number >= 0 ? number : table.colors.count))
      }
    }
    var colors = table.colors.flatMap { [$0.red, $0.green, $0.blue] }
    if isPartlyClear { colors += [0, 0, 0] }
    let opacity = Array(repeating: UInt8(255), count: table.colors.count) + [0]
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    return signature
      // Eight bits a pixel, colours in a palette; the usual compression, no interlacing.
      + chunk("IHDR", bigEndian(size.width) + bigEndian(size.height) + [8, 3, 0, 0, 0])
      + chunk("PLTE", colors) + (isPartlyClear ? chunk("tRNS", opacity) : [])
      + chunk("IDAT", compressed(rows)) + chunk("IEND", [])
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let content = Array(name.utf8) + data
    let check = crc32(0, content, uInt(content.count))
    return bigEndian(data.count) + content + bigEndian(Int(check))
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// In the format of zlib, with its usual effort.
  private static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    var count = compressBound(uLong(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(count))
    let status = compress2(&result, &count, bytes, uLong(bytes.count), 6)
    // It fails for too little memory or room only, and the room is what zlib asked for.
    precondition(status == Z_OK, "compressing \(bytes.count) bytes gave \(status)")
    return Array(result.prefix(Int(count)))
  }
}
