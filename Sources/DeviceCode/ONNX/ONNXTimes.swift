import Liquid

/// The nodes that make a network's elapsed time of the time that a step is given.
struct ONNXTimes {
  /// What the network is told, `[batch, 1]`.
  let elapsed: String
  /// The time since the last row that was answered to, should this one be left out, and 0; `[batch, 1]`.
  let waited: String
  let none: String
  /// 1, `[batch, 1]`.
  let started: String

  /// - Parameters:
  ///   - waiting: the time of rows that were left out; nil: none are.
  ///   - started: whether there was a step, 1 or 0.
  init(_ time: NetworkInterface.Time, waiting: String?, started: String, in builder: inout ONNXGraphBuilder) {
    let given = ONNXName.elapsed.rawValue
    let isKnown = builder.node(
      .and,
      [
        builder.node(.greaterOrEqual, [given, builder.scalar(0 as Double)], named: "time_is_positive"),
        builder.node(
          .greaterOrEqual, [builder.scalar(Double.greatestFiniteMagnitude), given], named: "time_is_finite"),
      ], named: "time_is_known")
    var passed = builder.node(
      .whereTrue, [isKnown, given, builder.scalar(time.usualStep)], named: "time_passed")
    if let waiting {
      passed = builder.node(
        .add, [passed, builder.cast(waiting, to: .double, named: "time_waiting")], named: "time_passed")
    }
    waited = builder.cast(passed, to: .float, named: "time_waited")
    let steps = builder.node(.divide, [passed, builder.scalar(time.usualStep)], named: "steps_passed")
    let limited = builder.node(.minimum, [steps, builder.scalar(time.longest)], named: "steps_limited")
    let hasStarted = builder.node(.greater, [started, builder.scalar(0 as Float)], named: "has_started")
    elapsed = builder.node(
      .whereTrue,
      [hasStarted, builder.cast(limited, to: .float, named: "steps"), builder.scalar(1 as Float)],
      named: "steps_told")
    self.started = builder.node(.maximum, [started, builder.scalar(1 as Float)], named: "started_after")
    none = builder.node(.minimum, [started, builder.scalar(0 as Float)], named: "no_time")
  }
}
