import Screen

/// What a terminal says about itself when it is asked. Answers come as input among the keys.
///
/// Sources: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html and
/// https://sw.kovidgoyal.net/kitty/graphics-protocol/#querying-support-and-available-transmission-mediums
package enum TerminalAnswer: Sendable, Hashable {
  /// The terminal has the graphics of kitty.
  case kittyGraphics
  /// What the terminal has, by numbers: 4 is sixel. Every terminal answers this.
  case attributes(Set<Int>)
  /// The pixels of a cell.
  case cellSize(PixelSize)
  /// The pixels of all cells.
  case textAreaSize(PixelSize)
  /// How many colours a sixel image may have.
  case colorRegisters(Int)
  /// What is behind text without a colour of its own.
  case background(Theme.Color)

  /// Asks for all of them. The one that every terminal answers comes last: with its answer all that are to come are there.
  package static let questions =
    "\u{1B}_Gi=\(queryID),s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\" + "\u{1B}[?1;1;0S" + "\u{1B}]11;?\u{1B}\\"
    + sizeQuestions + "\u{1B}[c"

  /// Asks for the pixels alone, after a change of size.
  package static let sizeQuestions = "\u{1B}[14t\u{1B}[16t"

  private static let queryID = 4_242

  /// Parses what follows `ESC [`, the final letter included; nil for what is no answer.
  static func parse(control sequence: [UInt8]) -> TerminalAnswer? {
    guard let final = sequence.last else { return nil }
    let isPrivate = sequence.first == UInt8(ascii: "?")
    let numbers = sequence.dropFirst(isPrivate ? 1 : 0).dropLast()
      .split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { Int(String(decoding: $0, as: UTF8.self)) }
    switch (final, isPrivate) {
    case (UInt8(ascii: "c"), true): return .attributes(Set(numbers.compactMap { $0 }))
    case (UInt8(ascii: "S"), true):
      guard numbers.count == 3, numbers[0] == 1, numbers[1] == 0, let count = numbers[2], count > 1 else {
        return nil
      }
      return .colorRegisters(min(count, 1 << 16))
    case (UInt8(ascii: "t"), false):
      guard numbers.count == 3, let height = numbers[1], let width = numbers[2],
        let size = PixelSize(checking: width, height)
      else { return nil }
      return numbers[0] == 6 ? .cellSize(size) : numbers[0] == 4 ? .textAreaSize(size) : nil
    default: return nil
    }
  }

  /// Parses what is between `ESC _` or `ESC ]`, which is the first character, and the end of the string.
  static func parse(string: [UInt8]) -> TerminalAnswer? {
    let text = String(decoding: string, as: UTF8.self)
    if text.hasPrefix("_G") {
      return text == "_Gi=\(queryID);OK" ? .kittyGraphics : nil
    }
    guard text.hasPrefix("]11;rgb:") else { return nil }
    let parts = text.dropFirst("]11;rgb:".count).split(separator: "/", omittingEmptySubsequences: false)
    let components = parts.map(component)
    guard components.count == 3, let red = components[0], let green = components[1], let blue = components[2]
    else { return nil }
    return .background(Theme.Color(red: red, green: green, blue: blue))
  }

  /// One to four hexadecimal digits, as a share of the largest number with so many.
  private static func component(_ digits: Substring) -> UInt8? {
    guard (1...4).contains(digits.utf8.count), digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
      let value = UInt32(digits, radix: 16)
    else { return nil }
    let largest = UInt32(1) << (4 * UInt32(digits.utf8.count)) - 1
    return UInt8(value * 255 / largest)
  }
}
