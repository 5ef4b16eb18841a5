import Text

enum EventText {
  static func number(_ value: some BinaryFloatingPoint) -> String { NumberText.significant(Double(value)) }
}
