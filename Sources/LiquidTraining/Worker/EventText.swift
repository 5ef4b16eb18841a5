import Foundation

/// Numbers in the texts of events.
enum EventText {
  /// At most four significant digits.
  static func number(_ value: some BinaryFloatingPoint) -> String {
    let value = Double(value)
    return value.isFinite ? String(format: "%.4g", value) : "\(value)"
  }
}
