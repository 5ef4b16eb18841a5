/// What a run of `Tests/Boards/steps.c` told.
package struct BoardResult: Sendable, Equatable {
  /// Of the bits of all outputs, 16 hexadecimal digits.
  package let hash: String
  package let steps: Int
  /// Steps that returned flags.
  package let flagged: Int
  /// Bytes of the network's state.
  package let stateBytes: Int
  /// Bytes of stack that the deepest step needed; nil where the board cannot tell.
  package let stackBytes: Int?
  /// Of one step, on average; nil where the board counts nothing.
  package let countPerStep: Double?
  /// What is counted: `instructions` or `cycles`.
  package let unit: String
  /// Vectors of the network's own test whose outputs differed; nil where it was not run.
  package let failures: Int?
  /// The bits of each step's outputs, where they were asked for.
  package let trace: [String]

  /// - Parameter text: all that the run printed; what is not the driver's is ignored.
  /// - Returns: nil where it did not come to its end.
  package init?(_ text: String) {
    var values: [Substring: Substring] = [:]
    var trace: [String] = []
    // simavr colours what comes from the serial port, and ends its lines with a dot.
    for line in Self.withoutColours(text).split(separator: "\n") {
      if line.hasPrefix("trace ") { trace.append(String(line.dropFirst(6).prefix { $0 != "." })) }
      for word in line.split(separator: " ") {
        let parts = word.split(separator: "=", maxSplits: 1)
        if parts.count == 2 { values[parts[0]] = parts[1].prefix { $0 != "." } }
      }
    }
    func number(_ name: Substring) -> Int? { values[name].flatMap { Int($0) } }
    guard let hash = values["hash"], let steps = number("steps"), let flagged = number("flagged"),
      let state = number("state"), let stack = number("stack"), let count = number("count"),
      let overhead = number("overhead"), let unit = values["unit"]
    else { return nil }
    (self.hash, self.steps, self.flagged, stateBytes) = (String(hash), steps, flagged, state)
    stackBytes = stack > 0 ? stack : nil
    countPerStep = unit == "nothing" ? nil : Double(count - overhead) / Double(steps)
    self.unit = String(unit)
    failures = number("failures")
    self.trace = trace
  }

  private static func withoutColours(_ text: String) -> String {
    var result = ""
    var isEscape = false
    for character in text.unicodeScalars {
      if character == "\u{1B}" { isEscape = true }
      if !isEscape { result.unicodeScalars.append(character) }
      if character == "m" { isEscape = false }
    }
    return result
  }
}
