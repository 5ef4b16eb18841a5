import Screen
import Telemetry
import Text

/// The moment of the probe at which values are read.
public struct ProbeCursor: Sendable, Hashable {
  /// A step of the probe, counted from 0; nil: the end. A probe that is shorter is read at its end.
  public internal(set) var step: Int?
}

extension DashboardState {
  /// The step the time cursor is on; nil where it is not set, or beyond the probe's end.
  public var cursorStep: Int? {
    guard let step = cursor.step, let count = frame?.probe.nominal.stepCount, step < count else { return nil }
    return step
  }

  /// Moves the time cursor. Where it is not set it starts at the end or, forwards, at the beginning; moving it beyond
  /// the end unsets it.
  mutating func moveCursor(by offset: Int) -> [Effect] {
    guard let count = frame?.probe.nominal.stepCount, count > 0 else {
      return showMessage("no \(traceName) to move over yet")
    }
    let from = cursorStep ?? (offset < 0 ? count : -1)
    let step = max(0, from + offset)
    return setCursor(step < count ? step : nil)
  }

  /// Moves the cursor by tenths of the probe.
  mutating func moveCursor(byTenths tenths: Int) -> [Effect] {
    moveCursor(by: tenths * max(1, (frame?.probe.nominal.stepCount ?? 0) / 10))
  }

  mutating func setCursor(_ step: Int?) -> [Effect] {
    guard step != cursor.step else { return [] }
    cursor.step = step
    for panel in panels.textScrolls.keys { panels.textScrolls[panel]?.isFree = false }
    updateNeuronOrder()
    if let step, let count = frame?.probe.nominal.stepCount {
      showMessage(
        "time cursor at \(timeText(ofStep: step)) \(ProbeChart.xUnit(self)), step \(step + 1) of \(count)")
    } else {
      showMessage("time cursor off: values at the \(traceName)'s end")
    }
    return mode == .live ? [.send(.setProbeCursor(step))] : []
  }
}

// Values at the cursor, or at the probe's end where that is not set.
extension DashboardState {
  /// The cursor's place on the x axis of charts over the probe.
  var cursorX: Double? {
    guard let step = cursorStep, let trace = frame?.probe.nominal else { return nil }
    return Double(ProbeChart.x(trace)[step])
  }

  /// `t=1.25`; nil where the cursor is not set.
  var momentText: String? { cursorStep.map(timeText) }

  /// `t=1.25`, the time of a step.
  private func timeText(ofStep step: Int) -> String {
    guard let trace = frame?.probe.nominal, step < trace.stepCount else { return "step \(step + 1)" }
    return "t=" + NumberText.short(Double(ProbeChart.x(trace)[step]))
  }

  /// The heading of a column of values: the cursor's time, or a word for the present ones.
  func momentTitle(_ present: String, prefix: String = "") -> String {
    momentText.map { prefix + $0 } ?? present
  }

  /// A neuron's state at the cursor, else at the end; NaN where there is none.
  func momentState(ofNeuron neuron: Int) -> Float { momentValue(neuron, of: \.states) }
  func momentTimeConstant(ofNeuron neuron: Int) -> Float { momentValue(neuron, of: \.timeConstants) }
  func momentInput(ofChannel channel: Int) -> Float { momentValue(channel, of: \.inputs) }

  /// When the synapses were read: `at the end`, `at t=1.25`; a replay or an older frame may not have followed the
  /// cursor, and says so.
  var readingsMoment: String {
    guard let step = frame?.probe.synapses?.step else {
      let last = (frame?.probe.nominal.stepCount ?? 0) - 1
      return cursorStep.map { $0 != last } ?? false ? "at the \(traceName)'s end" : "at the end"
    }
    return "at \(timeText(ofStep: step))"
  }

  private func momentValue(_ index: Int, of array: KeyPath<Trace, [Float]>) -> Float {
    guard let trace = frame?.probe.nominal, trace.stepCount > 0 else { return .nan }
    let values = trace[keyPath: array]
    let width = values.count / trace.stepCount
    let step = cursorStep ?? trace.stepCount - 1
    return index >= 0 && index < width ? values[step * width + index] : .nan
  }
}
