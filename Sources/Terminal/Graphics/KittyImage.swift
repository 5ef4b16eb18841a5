import CZlib
import Foundation
import Screen

/// An image in the protocol of kitty, which other terminals have, too.
///
/// Source: https://sw.kovidgoyal.net/kitty/graphics-protocol/
package enum KittyImage {
  /// What a terminal takes in one sequence.
  private static let chunk = 4_096

  /// Sends an image and shows it from the cursor on over a number of cells; one of the same number is replaced. The cursor
  /// stays, and the terminal answers nothing.
  package static func sequence(
    showing image: PixelImage, palette: PixelPalette, over cells: Size, number: Int
  ) -> [UInt8] {
    let isPartlyClear = image.isPartlyClear
    let data = Data(compressed(bytes(of: image, palette, hasAlpha: isPartlyClear))).base64EncodedData()
    let keys =
      "a=T,f=\(isPartlyClear ? 32 : 24),s=\(image.size.width),v=\(image.size.height),i=\(number),p=1,"
      + "c=\(cells.columns),r=\(cells.rows),C=1,o=z,q=2"
    var sequence: [UInt8] = []
    var start = data.startIndex
    repeat {
      let end = min(start + chunk, data.endIndex)
      let isLast = end == data.endIndex
      let control = start == data.startIndex ? "\(keys),m=\(isLast ? 0 : 1)" : "m=\(isLast ? 0 : 1),q=2"
      sequence += Array("\u{1B}_G\(control);".utf8) + data[start..<end] + Array("\u{1B}\\".utf8)
      start = end
    } while start < data.endIndex
    return sequence
  }

  /// Removes an image, and its data.
  package static func removal(number: Int) -> String { "\u{1B}_Ga=d,d=I,i=\(number),q=2\u{1B}\\" }

  /// Removes all images on the screen.
  package static let removalOfAll = "\u{1B}_Ga=d,d=A,q=2\u{1B}\\"

  private static func bytes(of image: PixelImage, _ palette: PixelPalette, hasAlpha: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(image.pixels.count * (hasAlpha ? 4 : 3))
    for pixel in image.pixels {
      let color = palette.colors[Int(pixel)]
      bytes.append(color.red)
      bytes.append(color.green)
      bytes.append(color.blue)
      if hasAlpha { bytes.append(pixel == PixelImage.Tone.clear.index ? 0 : 255) }
    }
    return bytes
  }

  /// In the format of zlib, with its usual effort: half of the bytes of the lowest levels.
  private static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    var count = compressBound(uLong(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(count))
    let status = compress2(&result, &count, bytes, uLong(bytes.count), 6)
    // It fails for too little memory or room only, and the room is what zlib asked for.
    precondition(status == Z_OK, "compressing \(bytes.count) bytes gave \(status)")
    return Array(result.prefix(Int(count)))
  }
}
