import CNcurses
import Screen

/// Decodes what `wgetch` returns (bytes and ncurses key codes) into keys and mouse events.
///
/// Characters arrive as the bytes of their UTF-8 encoding, perhaps over several batches. Unknown escape sequences are
/// dropped: their letters must not act as keys.
package struct KeyDecoder {
  /// The bytes so far of an incomplete character.
  private var pending: [UInt8] = []
  /// The codes so far of an incomplete mouse report: its digits must not act as keys.
  private var report: [Int32] = []

  package init() {}

  /// Decodes the codes that were available at one time.
  package mutating func decode(_ codes: [Int32]) -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    let all = report + codes
    report = []
    var rest = all[...]
    while let code = rest.popFirst() {
      if code == 27 {
        pending = []
        if Self.isUnfinishedReport(rest) {
          report = [code] + rest
          break
        }
        if let event = Self.escape(&rest) { events.append(event) }
      } else if code > 0xFF {
        pending = []
        if let event = Self.key(code) { events.append(.key(event)) }
      } else if code >= 0x80 {
        if let character = character(adding: UInt8(code)) { events.append(.key(.character(character))) }
      } else if code >= 0 {
        pending = []
        if let event = Self.plain(UInt8(code)) { events.append(.key(event)) }
      }
    }
    return events
  }

  /// A report has three numbers of at most five digits; anything longer is not one.
  private static func isUnfinishedReport(_ rest: ArraySlice<Int32>) -> Bool {
    rest.count < 20 && rest.starts(with: [0x5B, 0x3C])
      && rest.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) || $0 == 0x3B }
  }

  private static func plain(_ byte: UInt8) -> KeyEvent? {
    switch byte {
    case 0: return nil
    case 8, 127: return .backspace
    case 9: return .tab
    case 10, 13: return .enter
    case 1...26: return .control(Character(UnicodeScalar(byte + 96)))
    case 28...31: return nil
    default: return .character(Character(UnicodeScalar(byte)))
    }
  }

  private mutating func character(adding byte: UInt8) -> Character? {
    if byte >= 0xC0 { pending = [] } else if pending.isEmpty { return nil }
    pending.append(byte)
    let length = pending[0] >= 0xF0 ? 4 : pending[0] >= 0xE0 ? 3 : 2
    guard pending.count >= length else { return nil }
    defer { pending = [] }
    guard let scalar = String(validating: pending, as: UTF8.self)?.unicodeScalars.first,
      scalar.properties.generalCategory != .control
    else { return nil }
    return Character(scalar)
  }

  private static func key(_ code: Int32) -> KeyEvent? {
    switch code {
    case KEY_UP: .up
    case KEY_DOWN: .down
    case KEY_LEFT: .left
    case KEY_RIGHT: .right
    case KEY_SLEFT: .shiftLeft
    case KEY_SRIGHT: .shiftRight
    case KEY_HOME, KEY_FIND, KEY_A1: .home
    case KEY_END, KEY_SELECT, KEY_C1: .end
    case KEY_PPAGE, KEY_A3: .pageUp
    case KEY_NPAGE, KEY_C3: .pageDown
    case KEY_IC: .insert
    case KEY_DC: .delete
    case KEY_BACKSPACE: .backspace
    case KEY_ENTER: .enter
    case KEY_BTAB: .backTab
    case KEY_F0 + 1...KEY_F0 + 63: .function(Int(code - KEY_F0))
    default: nil
    }
  }

  /// Decodes what follows ESC: nothing (the key itself), a control sequence, or another key pressed right after it or
  /// with Alt.
  private static func escape(_ rest: inout ArraySlice<Int32>) -> TerminalEvent? {
    guard let introducer = rest.first, introducer == 0x5B || introducer == 0x4F, rest.count > 1 else {
      return .key(.escape)
    }
    rest.removeFirst()
    var sequence: [UInt8] = []
    while let code = rest.first, code >= 0x20, code < 0x7F {
      rest.removeFirst()
      sequence.append(UInt8(code))
      // A final byte ends the sequence; the second "[" of the Linux console's function keys does not.
      if code >= 0x40, !(code == 0x5B && sequence.count == 1) { break }
    }
    if let mouse = MouseReport.parse(sequence) { return .mouse(mouse) }
    return knownSequences[String(decoding: sequence, as: UTF8.self)].map(TerminalEvent.key)
  }

  /// Sequences that many terminals send whatever their terminfo entry says.
  private static let knownSequences: [String: KeyEvent] = [
    "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "Z": .backTab,
    "1;2C": .shiftRight, "1;2D": .shiftLeft, "1~": .home, "7~": .home, "4~": .end, "8~": .end,
    "2~": .insert, "3~": .delete, "5~": .pageUp, "6~": .pageDown, "M": .enter,
    "P": .function(1), "Q": .function(2), "R": .function(3), "S": .function(4),
  ]
}
