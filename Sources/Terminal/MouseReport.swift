import Screen

/// The mouse in xterm's SGR encoding (modes 1000, 1002 and 1006): `ESC [ < button ; column ; row`, then `M` for a
/// press or a movement and `m` for a release.
///
/// Source: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html, "Extended coordinates".
package enum MouseReport {
  /// Turns on presses and releases (1000), movement with a button down (1002), and decimal numbers (1006). 1000 is for
  /// terminals without 1002.
  package static let begin = "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h"
  package static let end = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"

  /// True where terminfo says that the terminal's mouse uses this encoding: by the beginning of its reports (`kmous`) or
  /// the sequence that turns them on (`XM`). The entries of tmux and screen have neither, because the terminal around
  /// them may have no mouse.
  package static func isAnnounced(keyMouse: String?, mouseMode: String?) -> Bool {
    keyMouse == "\u{1B}[<" || mouseMode?.contains("1006") == true
  }

  /// Parses what follows `ESC [`, the final letter included. Nil where it is not a report, or is about a button other
  /// than the left one and the wheel.
  static func parse(_ sequence: [UInt8]) -> MouseEvent? {
    guard sequence.first == UInt8(ascii: "<"), let final = sequence.last else { return nil }
    let isRelease = final == UInt8(ascii: "m")
    guard isRelease || final == UInt8(ascii: "M") else { return nil }
    let numbers = sequence.dropFirst().dropLast()
      .split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { UInt16(String(decoding: $0, as: UTF8.self)) }
    guard numbers.count == 3, let button = numbers[0], let column = numbers[1], let row = numbers[2],
      column > 0, row > 0, let kind = kind(ofButton: button, isRelease: isRelease)
    else { return nil }
    return MouseEvent(kind, x: Int(column) - 1, y: Int(row) - 1)
  }

  private static func kind(ofButton button: UInt16, isRelease: Bool) -> MouseEvent.Kind? {
    // 4, 8 and 16 are shift, meta and control.
    switch button & ~28 {
    case 0: isRelease ? .release : .press
    case 32: isRelease ? nil : .drag
    case 64: isRelease ? nil : .wheelUp
    case 65: isRelease ? nil : .wheelDown
    default: nil
    }
  }
}
