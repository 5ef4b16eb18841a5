/// Where a network's inputs and states of two successive steps lie, in rows of lanes:
/// `[inputs, states before the step, next step's inputs, states after the step]`.
///
/// Steps lie behind one another, so that what is after one step is before the next, and a step's inputs and the
/// states before it are one vector.
struct StepRows {
  let inputs: Int
  let states: Int

  /// Rows of one step.
  var stride: Int { inputs + states }
  /// The first state before a step.
  var before: Int { inputs }
  /// The first state after it.
  var after: Int { stride + inputs }
}
