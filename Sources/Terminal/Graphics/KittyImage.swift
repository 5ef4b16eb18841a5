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
    let data = Data(PNGImage.file(of: image, palette: palette)).base64EncodedData()
    let keys = "a=T,f=100,i=\(number),p=1,c=\(cells.columns),r=\(cells.rows),C=1,q=2"
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
}
