/// What was measured of one workload.
package struct WorkloadResult: Sendable, Hashable, Codable {
  package var name: String
  package var title: String
  package var kind: Workload.Kind
  package var parameters: Int
  /// Operations in a step of one sequence, forward, and what they are.
  package var operations: Int
  package var operation: Yardstick.Kind
  /// What the yardstick took for an operation, in nanoseconds.
  package var yardstickNs: Double
  /// A forward pass of the batch, on one thread; nil where the workload is streaming.
  package var forward: Figure?
  /// A whole training step, or a step of the stream, on one thread.
  package var step: Figure
  /// A training step on the number of threads asked for; nil where that is 1, and where the workload is streaming.
  package var threadedStep: Figure?
  /// The most memory that the process held, this program itself included.
  package var peakMemoryBytes: Int

  package init(
    name: String, title: String, kind: Workload.Kind, parameters: Int, operations: Int,
    operation: Yardstick.Kind, yardstickNs: Double, forward: Figure?, step: Figure, threadedStep: Figure?,
    peakMemoryBytes: Int
  ) {
    self.name = name
    self.title = title
    self.kind = kind
    self.parameters = parameters
    self.operations = operations
    self.operation = operation
    self.yardstickNs = yardstickNs
    self.forward = forward
    self.step = step
    self.threadedStep = threadedStep
    self.peakMemoryBytes = peakMemoryBytes
  }
}
