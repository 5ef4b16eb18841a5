import CNcurses
import Screen

/// Decodes what `wgetch` returns (bytes and ncurses key codes) into keys, mouse events, pasted text, and the terminal's
/// answers to questions.
///
/// Characters arrive as the bytes of their UTF-8 encoding, perhaps over several batches. Unknown escape sequences are
/// dropped: their letters must not act as keys.
package struct KeyDecoder {
  /// The bytes so far of an incomplete character.
  private var pending: [UInt8] = []
  /// The codes so far of an incomplete report or answer: its digits must not act as keys.
  private var report: [Int32] = []
  /// The bytes so far of what is being pasted; nil where nothing is.
  private var paste: PastedBytes?
  private var answers: [TerminalAnswer] = []

  package init() {}

  /// Takes the answers that came since it was last called.
  package mutating func takeAnswers() -> [TerminalAnswer] {
    defer { answers = [] }
    return answers
  }

  /// Decodes the codes that were available at one time.
  package mutating func decode(_ codes: [Int32]) -> [TerminalEvent] {
    // Whoever presses Esc ends what a terminal began and never ended.
    if codes == [27], paste != nil || !report.isEmpty { (paste, report) = (nil, []) }
    var events: [TerminalEvent] = []
    let all = report + codes
    report = []
    var rest = all[...]
    while let code = rest.popFirst() {
      if paste != nil {
        if let text = paste?.add(code) {
          paste = nil
          events.append(.paste(text))
        }
      } else if code == 27 {
        pending = []
        if Self.isUnfinished(rest) {
          report = [code] + rest
          break
        }
        if let event = escape(&rest) { events.append(event) }
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

  /// Whether the rest of a report or an answer is still to come. They have few numbers of at most five digits, or a short
  /// text; anything longer is none.
  private static func isUnfinished(_ rest: ArraySlice<Int32>) -> Bool {
    if isString(rest) { return rest.count < longestString && stringEnd(rest) == nil }
    guard rest.count < longestReport, rest.first == 0x5B, let kind = rest.dropFirst().first else {
      return false
    }
    return (isParameter(kind) || kind == 0x3C || kind == 0x3F)
      && rest.dropFirst(2).allSatisfy(isParameter)
  }

  private static let longestReport = 64
  private static let longestString = 256

  /// A digit or a semicolon.
  private static func isParameter(_ code: Int32) -> Bool { (0x30...0x39).contains(code) || code == 0x3B }

  /// Whether this is what follows ESC in an answer that is a text: of kitty's graphics, or a colour. Other strings are
  /// keys pressed with Alt: nobody asked for them.
  private static func isString(_ rest: ArraySlice<Int32>) -> Bool {
    rest.starts(with: [0x5F, 0x47]) || rest.starts(with: [0x5D, 0x31, 0x31, 0x3B])
  }

  /// The places at which a string ends and its end ends: BEL, or ESC and a backslash.
  private static func stringEnd(_ rest: ArraySlice<Int32>) -> (end: Int, next: Int)? {
    for place in rest.indices {
      if rest[place] == 7 { return (place, place + 1) }
      if rest[place] == 27, place + 1 < rest.endIndex, rest[place + 1] == 0x5C { return (place, place + 2) }
    }
    return nil
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

  /// Decodes what follows ESC: nothing (the key itself), a control sequence, an answer, or another key pressed right
  /// after it or with Alt.
  private mutating func escape(_ rest: inout ArraySlice<Int32>) -> TerminalEvent? {
    if Self.isString(rest), let (end, next) = Self.stringEnd(rest) {
      let string = rest[..<end].map { UInt8(truncatingIfNeeded: $0) }
      if let answer = TerminalAnswer.parse(string: string) { answers.append(answer) }
      rest = rest[next...]
      return nil
    }
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
    return event(of: sequence, isControl: introducer == 0x5B)
  }

  private mutating func event(of sequence: [UInt8], isControl: Bool) -> TerminalEvent? {
    let text = String(decoding: sequence, as: UTF8.self)
    guard isControl else { return Self.knownSequences[text].map(TerminalEvent.key) }
    if let mouse = MouseReport.parse(sequence) { return .mouse(mouse) }
    if let answer = TerminalAnswer.parse(control: sequence) {
      answers.append(answer)
      return nil
    }
    switch text {
    case "I": return .focused(true)
    case "O": return .focused(false)
    case "200~":
      paste = PastedBytes()
      return nil
    default: return Self.knownSequences[text].map(TerminalEvent.key)
    }
  }

  /// Sequences that many terminals send whatever their terminfo entry says.
  private static let knownSequences: [String: KeyEvent] = [
    "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "Z": .backTab,
    "1;2C": .shiftRight, "1;2D": .shiftLeft, "1~": .home, "7~": .home, "4~": .end, "8~": .end,
    "2~": .insert, "3~": .delete, "5~": .pageUp, "6~": .pageDown, "M": .enter,
    "P": .function(1), "Q": .function(2), "R": .function(3), "S": .function(4),
  ]
}

/// Text that is being pasted, up to the sequence that ends it.
private struct PastedBytes {
  private static let end = Array("\u{1B}[201~".utf8)
  /// What is pasted beyond this is lost: it goes into a line of text.
  private static let limit = 1 << 16
  private static let longest = 1 << 24

  private var bytes: [UInt8] = []
  /// The last bytes, as many as the end has.
  private var tail: [UInt8] = []
  private var count = 0

  /// Takes the next code; the text where it was the last. ncurses makes keys of some bytes, which are no text.
  mutating func add(_ code: Int32) -> String? {
    guard let byte = UInt8(exactly: code) else { return nil }
    count += 1
    if bytes.count < Self.limit { bytes.append(byte) }
    tail = tail.suffix(Self.end.count - 1) + [byte]
    guard tail == Self.end || count >= Self.longest else { return nil }
    let isWhole = bytes.count < Self.limit || bytes.suffix(Self.end.count) == Self.end[...]
    return String(decoding: isWhole ? bytes.dropLast(Self.end.count) : bytes[...], as: UTF8.self)
  }
}
