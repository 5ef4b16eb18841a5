import CDates
import Foundation

/// A way to write dates in the letters of strptime. `%f` stands for a fraction of a second, which the C library does
/// not know.
struct DateFormat: Hashable {
  /// What stands before `%f`, and behind it.
  private let head: String
  private let tail: String?
  private let hasShortYear: Bool

  init(_ text: String) {
    let parts = text.components(separatedBy: "%f")
    head = parts[0]
    tail = parts.count > 1 ? parts[1...].joined(separator: "%f") : nil
    hasShortYear = text.contains("%y")
  }

  func parse(_ bytes: [UInt8], _ start: Int, _ end: Int) -> DateParser.Reading? {
    guard end - start <= 80 else { return nil }
    var date = tm()
    date.tm_mday = 1
    date.tm_year = 70
    var text = String(decoding: bytes[start..<end], as: UTF8.self)[...]
    guard let rest = Self.take(text, head, into: &date) else { return nil }
    text = rest
    var fraction = 0.0
    if let tail {
      let digits = text.prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty, let value = Double("0.\(digits)"),
        let rest = Self.take(text.dropFirst(digits.count), tail, into: &date)
      else { return nil }
      fraction = value
      text = rest
    }
    guard text.isEmpty else { return nil }
    let offset = date.tm_gmtoff
    let (month, day) = (date.tm_mon, date.tm_mday)
    let hasZone = (head + (tail ?? "")).contains("%z")
    let seconds = timegm(&date)
    // The C library takes February 30 for a day in March.
    guard date.tm_mon == month, date.tm_mday == day else { return nil }
    return DateParser.Reading(
      seconds: Double(seconds) + fraction, offset: hasZone ? offset : nil, dependsOnOrder: false,
      hasShortYear: hasShortYear)
  }

  /// What is left of a text behind what a format reads; nil where it does not fit.
  private static func take(_ text: Substring, _ format: String, into date: inout tm) -> Substring? {
    if format.isEmpty { return text }
    return String(text).withCString { start in
      guard let end = strptime(start, format, &date) else { return nil }
      return Substring(String(cString: end))
    }
  }
}
