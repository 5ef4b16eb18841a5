/// How long one thing took.
package struct Figure: Sendable, Hashable, Codable {
  /// Seconds a call.
  package var seconds: Quartiles
  /// Nanoseconds an operation (a sigmoid or a multiply-add of one sequence).
  package var nsPerOperation: Double
  /// The same as a multiple of what the yardstick took, each pair measured in turn; nil where several threads ran.
  package var yardsticks: Double?

  package init(seconds: Quartiles, nsPerOperation: Double, yardsticks: Double?) {
    self.seconds = seconds
    self.nsPerOperation = nsPerOperation
    self.yardsticks = yardsticks
  }
}
