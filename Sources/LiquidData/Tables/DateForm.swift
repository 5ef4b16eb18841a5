import Foundation
import Text

/// How a file writes its dates: the order of year, month and day, the marks between them, the digits, the zone.
package struct DateForm: Sendable, Hashable {
  private enum Piece: Sendable, Hashable {
    case literal(String)
    /// Padded with zeros to a number of digits.
    case year(Int)
    case month(Int)
    case day(Int)
    case hour(Int)
    /// Of twelve, with `AM` or `PM` after the time.
    case halfHour(Int)
    case half(isUpper: Bool)
    case minute
    case second
    /// At least so many decimals of a second, and the mark before them.
    case fraction(digits: Int, mark: String)
  }

  private let pieces: [Piece]

  /// `2024-05-01T12:30:00Z`
  package static let iso = DateForm(
    pieces: [
      .year(4), .literal("-"), .month(2), .literal("-"), .day(2), .literal("T"), .hour(2), .literal(":"),
      .minute, .literal(":"), .second, .fraction(digits: 0, mark: "."), .literal("Z"),
    ])

  /// Whether a zone is written after the time.
  var endsWithZone: Bool {
    if case .literal = pieces.last { true } else { false }
  }

  private init(pieces: [Piece]) { self.pieces = pieces }

  /// The form of texts that mean so many seconds since 1970 as their own clock counts them; nil where it is none of those known here.
  ///
  /// The form gives the first text again, and of two orders of day and month the one that gives all.
  package init?(of samples: [(text: String, seconds: Double)]) {
    guard let first = samples.first else { return nil }
    let orders: [[Piece]] = [
      [.year(0), .month(0), .day(0)], [.day(0), .month(0), .year(0)], [.month(0), .day(0), .year(0)],
    ]
    let forms = orders.compactMap { Self.pieces(of: first.text, order: $0) }.map(DateForm.init)
    let found = forms.filter { $0.text(seconds: first.seconds) == first.text }
    let best = found.first { form in samples.allSatisfy { form.text(seconds: $0.seconds) == $0.text } }
    guard let form = best ?? found.first else { return nil }
    self = form
  }

  /// Splits a text into runs of digits, which are the date's and then the clock's in order, and what is between.
  private static func pieces(of text: String, order: [Piece]) -> [Piece]? {
    var pieces: [Piece] = []
    var rest = Substring(text)
    func takeDigits() -> Int {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest.removeFirst(digits.count)
      return digits.count
    }
    func takeMark() -> String {
      let mark = rest.prefix { !($0.isASCII && $0.isNumber) }
      rest.removeFirst(mark.count)
      return String(mark)
    }
    for (index, kind) in order.enumerated() {
      let count = takeDigits()
      switch kind {
      case .year where count == 4: pieces.append(.year(4))
      case .month where (1...2).contains(count): pieces.append(.month(count))
      case .day where (1...2).contains(count): pieces.append(.day(count))
      default: return nil
      }
      if index < 2 { pieces.append(.literal(takeMark())) }
    }
    guard !rest.isEmpty else { return pieces }
    pieces.append(.literal(takeMark()))
    let hour = takeDigits()
    guard (1...2).contains(hour), rest.first == ":" else { return nil }
    rest.removeFirst()
    guard takeDigits() == 2 else { return nil }
    pieces += [.hour(hour), .literal(":"), .minute]
    if rest.first == ":" {
      rest.removeFirst()
      guard takeDigits() == 2 else { return nil }
      pieces += [.literal(":"), .second]
      if let mark = rest.first, mark == "." || mark == "," {
        rest.removeFirst()
        let digits = takeDigits()
        guard digits > 0 else { return nil }
        pieces.append(.fraction(digits: digits, mark: String(mark)))
      } else {
        pieces.append(.fraction(digits: 0, mark: "."))
      }
    }
    let half = rest.drop { $0 == " " }
    if ["AM", "PM"].contains(half.uppercased()) {
      if half.count < rest.count { pieces.append(.literal(" ")) }
      pieces = pieces.map { if case .hour(let width) = $0 { .halfHour(width) } else { $0 } }
      pieces.append(.half(isUpper: half == half.uppercased()))
      return pieces
    }
    // The zone is the same for all dates.
    if !rest.isEmpty { pieces.append(.literal(String(rest))) }
    return pieces
  }

  package func text(seconds: Double) -> String {
    // A double holds today's seconds to a quarter of a microsecond.
    let ticks = (seconds * 1e6).rounded()
    guard ticks.magnitude < 1e18 else { return "" }
    let whole = (ticks / 1e6).rounded(.down)
    let microseconds = Int(saturating: ticks - whole * 1e6)
    let time = CalendarTime(secondsSince1970: whole)
    return pieces.map { piece in
      switch piece {
      case .literal(let text): text
      case .year(let width): padded(time.year, width)
      case .month(let width): padded(time.month, width)
      case .day(let width): padded(time.dayOfMonth, width)
      case .hour(let width): padded(time.hour, width)
      case .halfHour(let width): padded((time.hour + 11) % 12 + 1, width)
      case .half(let isUpper): isUpper ? time.hour < 12 ? "AM" : "PM" : time.hour < 12 ? "am" : "pm"
      case .minute: padded(time.minute, 2)
      case .second: padded(time.second, 2)
      case .fraction(let digits, let mark): fraction(microseconds, digits: digits, mark: mark)
      }
    }.joined()
  }

  private func fraction(_ microseconds: Int, digits: Int, mark: String) -> String {
    var decimals = padded(microseconds, 6)
    while decimals.utf8.count > digits, decimals.last == "0" { decimals.removeLast() }
    decimals += String(repeating: "0", count: max(0, digits - decimals.utf8.count))
    return decimals.isEmpty ? "" : mark + decimals
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
    return (number < 0 ? "-" : "") + zeros + digits
  }
}
