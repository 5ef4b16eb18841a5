import Screen
import Telemetry

extension DashboardState {
  /// Moves the time cursor. From where it is not set it starts at the end, or forwards at the beginning; moved beyond
  /// the end it is unset.
  mutating func moveCursor(by offset: Int) -> [Effect] {
    guard let count = frame?.probe.nominal.stepCount, count > 0 else {
      say("no probe to move over yet")
      return []
    }
    let from = cursorStep ?? (offset < 0 ? count : -1)
    let step = max(0, from + offset)
    return setCursor(step < count ? step : nil)
  }

  /// Moves the cursor by a tenth of the probe.
  mutating func moveCursor(byTenths tenths: Int) -> [Effect] {
    moveCursor(by: tenths * max(1, (frame?.probe.nominal.stepCount ?? 0) / 10))
  }

  mutating func setCursor(_ step: Int?) -> [Effect] {
    guard step != cursor.step else { return [] }
    cursor.step = step
    updateNeuronOrder()
    if let step, let count = frame?.probe.nominal.stepCount {
      say("time cursor at \(timeText(ofStep: step)) \(ProbeChart.xUnit(self)), step \(step + 1) of \(count)")
    } else {
      say("time cursor off: values at the probe's end")
    }
    return mode == .live ? [.send(.setProbeCursor(step))] : []
  }
}
