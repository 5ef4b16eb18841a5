import Foundation

/// Numbers as people read them, the same on every machine whatever its locale. Not finite: `NaN`, `inf`, `-inf`.
package enum NumberText {
  /// A fixed number of decimals, at most nine: `12.50`.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return special(value) }
    let decimals = min(max(0, decimals), powersOfTen.count - 1)
    let scale = powersOfTen[decimals]
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 1e15 else { return scientific(value) }
    let whole = Int(saturating: scaled)
    let sign = value < 0 && whole != 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(whole) }
    var digits = String(whole)
    if digits.utf8.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
    }
    return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
  }

  /// About three significant digits in at most seven columns: `0.0123`, `1.23`, `123`, `12.3k`, `4.56e-5`.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return special(value) }
    let size = value.magnitude
    if size == 0 { return "0" }
    if size < 0.000_999_5 { return scientific(value) }
    if size < 0.099_95 { return fixed(value, decimals: 4) }
    if size < 0.999_5 { return fixed(value, decimals: 3) }
    if size < 9.995 { return fixed(value, decimals: 2) }
    if size < 99.95 { return fixed(value, decimals: 1) }
    if size < 999.5 { return fixed(value, decimals: 0) }
    return withSuffix(value, decimals: nil)
  }

  /// At most so many significant digits, without trailing zeros: `0.1234`, `12.5`, `1.235e+06`.
  package static func significant(_ value: some BinaryFloatingPoint, digits: Int = 4) -> String {
    value.isFinite ? String(format: "%.*g", digits, Double(value)) : special(Double(value))
  }

  /// The shortest text that reads as the same number: `75` rather than `75.0`.
  @Sendable package static func shortest(_ value: Double) -> String {
    guard value.isFinite else { return special(value) }
    return value == value.rounded() && value.magnitude < 1e15 ? String(Int(saturating: value)) : String(value)
  }

  /// A fraction in hundredths: `12 %`.
  package static func percent(_ fraction: Double, decimals: Int = 0) -> String {
    fixed(100 * fraction, decimals: decimals) + " %"
  }

  /// A value with a sign in front even where it is positive.
  package static func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + short(value)
  }

  /// SI suffixes for thousands: `1.2k`, `34M`; below a thousand as it is. With `decimals` nil as many as make
  /// three significant digits.
  package static func withSuffix(_ value: Double, decimals: Int?) -> String {
    guard value.isFinite else { return special(value) }
    guard value.magnitude < 1e15 else { return scientific(value) }
    let (divisor, suffix) = suffix(for: value.magnitude)
    let scaled = value / divisor
    let size = scaled.magnitude
    let digits = decimals ?? (size < 9.995 ? 2 : size < 99.95 ? 1 : 0)
    return fixed(scaled, decimals: digits) + suffix
  }

  /// A whole number in groups of three: `12,345`.
  package static func grouped(_ value: Int) -> String {
    var text = ""
    let digits = String(value.magnitude)
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (value < 0 ? "-" : "") + text
  }

  /// Seconds as a clock shows them: `0:07`, `12:34`, `1:02:03`, `3d 04:05`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e12 else { return "?" }
    let total = Int(saturating: max(0, seconds))
    let (days, hours, minutes) = (total / 86_400, total / 3_600 % 24, total / 60 % 60)
    if days > 0 { return "\(days)d \(twoDigits(hours)):\(twoDigits(minutes))" }
    let end = "\(twoDigits(total % 60))"
    return hours > 0 ? "\(hours):\(twoDigits(minutes)):\(end)" : "\(minutes):\(end)"
  }

  /// Seconds with a decimal below a minute, as a clock above: `4.2 s`, `3:07`, `1:02:03`.
  package static func preciseDuration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "?" }
    return seconds < 60 ? String(format: "%.1f s", seconds) : duration(seconds.rounded())
  }

  /// The same, in milliseconds below a second: `12 ms`.
  package static func runTime(_ seconds: Double) -> String {
    seconds >= 0 && seconds < 0.9995
      ? "\(Int(saturating: (seconds * 1000).rounded())) ms" : preciseDuration(seconds)
  }

  /// The divisor and letter that bring a size below a thousand.
  package static func suffix(for size: Double) -> (divisor: Double, letter: String) {
    if size < 999.5 { return (1, "") }
    if size < 999.5e3 { return (1e3, "k") }
    if size < 999.5e6 { return (1e6, "M") }
    if size < 999.5e9 { return (1e9, "G") }
    return (1e12, "T")
  }

  private static let powersOfTen: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

  package static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// Exactly so many significant digits at most, as C prints them, for other programs; NaN is `nan`.
  package static func printed(_ value: some BinaryFloatingPoint, digits: Int) -> String {
    value.isNaN ? "nan" : String(format: "%.*g", digits, Double(value))
  }

  private static func special(_ value: Double) -> String {
    value.isNaN ? "NaN" : value < 0 ? "-inf" : "inf"
  }

  private static func scientific(_ value: Double) -> String {
    var exponent = Int(saturating: log10(value.magnitude).rounded(.down))
    // Subnormal numbers have no power of ten to divide by.
    guard exponent > -300 else { return value < 0 ? "-0" : "0" }
    var mantissa = value / pow(10, Double(exponent))
    if (mantissa.magnitude * 10).rounded() >= 100 {
      mantissa /= 10
      exponent += 1
    }
    return fixed(mantissa, decimals: 1) + "e\(exponent)"
  }
}

/// "1 row", "3 rows".
package func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}
