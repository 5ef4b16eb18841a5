/// How a vector field is followed over one sub-step, forward and backward, for 16 lanes.
protocol SubStepMethod: AnyObject {
  associatedtype Field: VectorField

  var field: Field { get }

  /// Evaluations of the field a sub-step.
  var stages: Int { get }

  /// Computes the states behind a sub-step.
  ///
  /// - Parameter length: of the sub-step, `[16]`; a lane where it is 0 keeps its states.
  func advance(
    length: UnsafePointer<Float>, from before: UnsafePointer<Float>, to after: UnsafeMutablePointer<Float>)

  /// Goes back through a sub-step: the exact gradient of what `advance` computes.
  ///
  /// - Parameter gradient: with respect to the states behind the sub-step, turned into that with respect to the
  ///   states before it, `[neurons, 16]`.
  func goBack(
    length: UnsafePointer<Float>, from before: UnsafePointer<Float>, to after: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>)
}
