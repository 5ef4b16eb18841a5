import Screen
import Telemetry

extension DashboardState {
  /// The step the time cursor stands on; nil where it is not set, or beyond the probe's end.
  public var cursorStep: Int? {
    guard let step = cursor.step, let count = frame?.probe.nominal.stepCount, step < count else { return nil }
    return step
  }

  /// The step whose values are shown as numbers: the cursor's, else the last; nil without a probe.
  var momentStep: Int? {
    guard let count = frame?.probe.nominal.stepCount, count > 0 else { return nil }
    return cursorStep ?? count - 1
  }

  /// The cursor's place on the x axis of charts over the probe.
  var cursorX: Double? {
    guard let step = cursorStep, let trace = frame?.probe.nominal else { return nil }
    return Double(ProbeChart.x(trace)[step])
  }

  /// `t=1.25`; nil where the cursor is not set.
  var momentText: String? { cursorStep.map(timeText) }

  /// `t=1.25`, the time of a step.
  func timeText(ofStep step: Int) -> String {
    guard let trace = frame?.probe.nominal, step < trace.stepCount else { return "step \(step + 1)" }
    return "t=" + NumberText.short(Double(ProbeChart.x(trace)[step]))
  }

  /// The heading of a column of values at the cursor, else of the present ones.
  func momentTitle(_ present: String, prefix: String = "") -> String {
    momentText.map { prefix + $0 } ?? present
  }

  /// A neuron's state at the cursor, else at the end; NaN where there is none.
  func momentState(ofNeuron neuron: Int) -> Float {
    guard let trace = frame?.probe.nominal else { return .nan }
    return momentValue(neuron, of: trace.states)
  }

  func momentTimeConstant(ofNeuron neuron: Int) -> Float {
    guard let trace = frame?.probe.nominal else { return .nan }
    return momentValue(neuron, of: trace.timeConstants)
  }

  func momentInput(ofChannel channel: Int) -> Float {
    guard let trace = frame?.probe.nominal else { return .nan }
    return momentValue(channel, of: trace.inputs)
  }

  /// When the synapses were read: `at the end`, `at t=1.25`; a replay or an older frame may not have followed the
  /// cursor, and says so.
  var readingsMoment: String {
    guard let step = frame?.probe.synapses?.step else {
      let last = (frame?.probe.nominal.stepCount ?? 0) - 1
      return cursorStep.map { $0 != last } ?? false ? "at the probe's end" : "at the end"
    }
    return "at \(timeText(ofStep: step))"
  }

  private func momentValue(_ index: Int, of values: [Float]) -> Float {
    guard let step = momentStep, let count = frame?.probe.nominal.stepCount else { return .nan }
    let width = values.count / count
    return index >= 0 && index < width ? values[step * width + index] : .nan
  }
}
