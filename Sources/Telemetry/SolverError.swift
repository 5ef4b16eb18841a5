/// How far the states of a network stray from the exact solution of its differential equation on the same inputs, as
/// shares of the range in which the exact states lie.
public struct SolverError: Sendable, Hashable {
  /// Of any neuron after any step.
  public var largest: Float
  /// Over all neurons and steps.
  public var rootMeanSquare: Float

  public init(largest: Float, rootMeanSquare: Float) {
    self.largest = largest
    self.rootMeanSquare = rootMeanSquare
  }
}
