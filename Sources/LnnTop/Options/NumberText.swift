/// How numbers are written back.
enum NumberText {
  /// The shortest text that reads as the same number: `75` rather than `75.0`.
  @Sendable static func shortest(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
  }
}
