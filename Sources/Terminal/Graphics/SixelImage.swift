import Foundation
import Screen

/// An image as sixels: bands of six rows, each colour of a band one after another, equal columns as a count.
///
/// Source: VT330/VT340 Programmer Reference Manual, volume 2, chapter 14 (https://vt100.net/docs/vt3xx-gp/chapter14.html)
package enum SixelImage {
  private static let bandRows = 6

  /// Draws an image from the cursor on; clear pixels stay as they are on the screen.
  ///
  /// - Parameter registers: how many colours the terminal takes, at least 2.
  package static func sequence(showing image: PixelImage, palette: PixelPalette, registers: Int) -> [UInt8] {
    let table = ColorTable(image, palette, registers: registers)
    // Pixels that are not drawn stay; one by one in their proportions; the size.
    var sequence = Array("\u{1B}P0;1;0q\"1;1;\(image.size.width);\(image.size.height)".utf8)
    for (register, color) in table.colors.enumerated() {
      let shares = [color.red, color.green, color.blue].map { (Int($0) * 100 + 127) / 255 }
      sequence += Array("#\(register);2;\(shares[0]);\(shares[1]);\(shares[2])".utf8)
    }
    for top in stride(from: 0, to: image.size.height, by: bandRows) {
      if top > 0 { sequence.append(UInt8(ascii: "-")) }
      appendBand(from: top, of: image, table, to: &sequence)
    }
    return sequence + Array("\u{1B}\\".utf8)
  }

  private static func appendBand(
    from top: Int, of image: PixelImage, _ table: ColorTable, to sequence: inout [UInt8]
  ) {
    let width = image.size.width
    // One sixel for each column of each colour in the band.
    var columns: [Int: [UInt8]] = [:]
    for row in top..<min(top + bandRows, image.size.height) {
      let bit = UInt8(1) << UInt8(row - top)
      var (register, run) = (-1, 0)
      func note(_ end: Int) {
        guard register >= 0 else { return }
        columns[register, default: Array(repeating: 0, count: width)].withUnsafeMutableBufferPointer {
          for x in run..<end { $0[x] |= bit }
        }
      }
      for x in 0..<width {
        let next = table.registers[Int(image.pixels[row * width + x])]
        guard next != register else { continue }
        note(x)
        (register, run) = (next, x)
      }
      note(width)
    }
    for (place, register) in columns.keys.sorted().enumerated() {
      if place > 0 { sequence.append(UInt8(ascii: "$")) }
      sequence += Array("#\(register)".utf8)
      appendRuns(of: columns[register] ?? [], to: &sequence)
    }
  }

  /// Columns as characters; more than three equal ones as a count. Empty ones at the end are left out.
  private static func appendRuns(of columns: [UInt8], to sequence: inout [UInt8]) {
    let end = (columns.lastIndex { $0 != 0 } ?? -1) + 1
    var start = 0
    while start < end {
      var next = start + 1
      while next < end, columns[next] == columns[start] { next += 1 }
      let character = columns[start] + 63
      if next - start > 3 {
        sequence += Array("!\(next - start)".utf8)
        sequence.append(character)
      } else {
        for _ in start..<next { sequence.append(character) }
      }
      start = next
    }
  }
}
