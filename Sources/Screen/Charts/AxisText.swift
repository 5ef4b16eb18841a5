import Foundation
import Text

/// The labels of axes: just enough digits to tell neighbours apart.
enum AxisText {
  /// A number on an axis whose ticks are `step` apart, with the SI suffix that suits the `largest` of them.
  static func number(_ value: Double, step: Double, largest: Double) -> String {
    // 0.1 + 0.2 - 0.3 is not 0.
    if value.magnitude < step * 1e-6 { return "0" }
    let (divisor, letter) = suffix(value, step: step, largest: largest)
    let decimals = decimals(for: step / divisor)
    let scaled = value / divisor
    guard divisor > 0, scaled.isFinite, scaled.magnitude < 10_000, decimals <= 9 else {
      return scientific(value, step: step)
    }
    return NumberText.fixed(scaled, decimals: decimals) + letter
  }

  private static func suffix(_ value: Double, step: Double, largest: Double) -> (Double, String) {
    if largest >= 999.5 {
      // On an axis from 0 to 2k, 500 needs no suffix.
      guard value.magnitude >= 999.5, largest < 999.5e12 else {
        return largest < 999.5e12 ? (1, "") : (0, "")
      }
      return NumberText.suffix(for: largest)
    }
    // 0.005 reads better than 5m; 0.0005 does not.
    if step >= 0.000_999 || largest >= 1 { return (1, "") }
    for (divisor, letter) in [(1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p"), (1e-15, "f")]
    where largest >= divisor * 0.9995 {
      return (divisor, letter)
    }
    return (0, "")
  }

  /// `4.5e-21`, with the digits that the step needs.
  private static func scientific(_ value: Double, step: Double) -> String {
    var exponent = log10(value.magnitude).rounded(.down)
    guard exponent.isFinite, exponent > -300 else { return value < 0 ? "-0" : "0" }
    var mantissa = value / pow(10, exponent)
    let digits = min(9, max(0, Int((exponent - (log10(step) + 1e-9).rounded(.down)))))
    if NumberText.fixed(mantissa.magnitude, decimals: digits).hasPrefix("10") {
      mantissa /= 10
      exponent += 1
    }
    return NumberText.fixed(mantissa, decimals: digits) + "e\(Int(exponent))"
  }

  static func decimals(for step: Double) -> Int {
    let digits = -(log10(step) + 1e-9).rounded(.down)
    return digits.isFinite ? max(0, Int(min(digits, 400))) : 400
  }

  /// Seconds since the start, read to the precision of a step: `0.5s`, `30s`, `1:30`, `5m`, `1h05`, `2d`.
  static func duration(_ seconds: Double, step: Double) -> String {
    if seconds < 0 { return "-" + duration(-seconds, step: step) }
    if step < 1 { return number(seconds, step: step, largest: max(seconds, 1)) + "s" }
    guard seconds < 1e14 else { return number(seconds, step: step, largest: seconds) + "s" }
    let total = Int(seconds.rounded())
    let (days, hours, minutes, rest) = (total / 86_400, total / 3_600 % 24, total / 60 % 60, total % 60)
    if total == 0 { return "0" }
    if step < 60 {
      if total < 60 { return "\(total)s" }
      let clock = "\(two(minutes)):\(two(rest))"
      return total < 3_600 ? "\(minutes):\(two(rest))" : "\(total / 3_600):\(clock)"
    }
    if total < 3_600 { return "\(minutes)m" }
    if total < 86_400 { return minutes == 0 && step >= 3_600 ? "\(hours)h" : "\(hours)h\(two(minutes))" }
    if step >= 86_400 { return "\(days)d" }
    return step >= 3_600 ? "\(days)d\(two(hours))h" : "\(days)d\(two(hours)):\(two(minutes))"
  }

  /// A time of day; the date where the day begins or the ticks are days apart.
  static func clock(_ local: Double, step: Double) -> String {
    let time = CalendarTime(secondsSince1970: local)
    if time.isMidnight || step >= 86_400 { return time.day }
    if step >= 60 { return time.clock }
    let whole = "\(time.clock):\(two(time.second))"
    guard step < 1 else { return whole }
    let decimals = min(6, decimals(for: step))
    return whole + NumberText.fixed(time.fraction, decimals: decimals).dropFirst()
  }

  private static func two(_ value: Int) -> String { NumberText.twoDigits(value) }
}
