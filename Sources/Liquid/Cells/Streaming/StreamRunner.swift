/// Runs a cell on one sequence, one step at a time; the seam between `NetworkStream` and the kinds of cells.
///
/// It owns its workspaces and its state: a step allocates nothing. Used by one thread at a time.
public protocol StreamRunner: AnyObject {
  /// Floats of state that a step hands to the next; the neurons' states come first.
  var stateCount: Int { get }

  /// Goes a step.
  ///
  /// - Parameters:
  ///   - inputs: `[inputs]`.
  ///   - elapsed: finite and at least 0.
  ///   - outputs: receives the raw network outputs, `[outputs]`.
  func step(_ inputs: [Float], elapsed: Float, outputs: inout [Float])

  /// The states that the next step starts from, `[stateCount]`; all 0 at first.
  var states: [Float] { get set }
}
