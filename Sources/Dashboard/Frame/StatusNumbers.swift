import Screen
import Telemetry
import Text

/// The numbers of the run; the least important are left out first.
enum StatusNumbers {
  static func line(_ state: DashboardState) -> StatusLine {
    if state.mode == .sweep { return StatusLine(SweepNumbers.fields(state.sweepList)) }
    if let stream = state.stream {
      return StatusLine(StreamNumbers(stream).fields + rest(state) + note(state))
    }
    return StatusLine(losses(state) + disturbance(state) + speed(state) + rest(state) + note(state))
  }

  /// Training on perturbed inputs must not be overlooked.
  private static func disturbance(_ state: DashboardState) -> [StatusField] {
    guard state.perturbsTraining, !state.hasEnded else { return [] }
    let text = state.activePerturbations.isEmpty ? "none active" : "training too"
    return [StatusField("perturbs", text, style: ProbeChart.perturbedStyle, priority: 2)]
  }

  /// The newest note.
  private static func note(_ state: DashboardState) -> [StatusField] {
    guard let note = state.events.last(where: { $0.kind == .note }) else { return [] }
    let text = truncated(note.detail, to: 32, ellipsis: state.glyphs.symbols.ellipsis)
    return [StatusField("note", text, style: Style(.bright), priority: 7)]
  }

  /// Scalars come with every step, frames now and then: the newer of the two has the present step.
  private static func isFrameNewer(_ state: DashboardState) -> Bool {
    guard let frame = state.frame else { return false }
    return frame.step >= state.history.latest?.step ?? 0
  }

  private static func place(_ state: DashboardState) -> (step: Int, epoch: Int?) {
    if isFrameNewer(state), let frame = state.frame { return (frame.step, frame.epoch) }
    return (state.history.latest?.step ?? 0, state.history.latest?.epoch)
  }

  private static func losses(_ state: DashboardState) -> [StatusField] {
    var fields: [StatusField] = []
    let (step, epoch) = place(state)
    let planned = state.description.plannedSteps ?? 0
    let steps = NumberText.grouped(step) + (planned > 0 ? "/" + NumberText.grouped(planned) : "")
    fields.append(StatusField("step", steps, priority: 1))
    if let epoch {
      fields.append(StatusField("epoch", "\(epoch)", priority: 5))
    }
    fields.append(loss(state))
    guard let validation = state.outcome?.validation ?? state.history.latestValidation else { return fields }
    fields.append(
      StatusField("val", NumberText.short(validation.loss), style: Style(.validation), priority: 2))
    let metric = state.description.task.metricName
    fields.append(
      StatusField(metric, NumberText.short(validation.metric), style: Style(.validation), priority: 3))
    if let test = state.outcome?.test {
      fields.append(
        StatusField("test \(metric)", NumberText.short(test.metric), style: Style(.bright), priority: 3))
    }
    if let naive = naive(state, validation) { fields.append(naive) }
    return fields
  }

  /// The best answer without a network over the same part, striking where the network is no better.
  private static func naive(_ state: DashboardState, _ validation: Validation) -> StatusField? {
    let figures = state.description.naive
    let (metric, naive) =
      state.outcome?.test.map { ($0.metric, figures?.test) } ?? (validation.metric, figures?.validation)
    guard let naive else { return nil }
    guard let objection = naive.objection(to: metric) else {
      return StatusField(naive.name, NumberText.short(naive.value), style: Style(.label), priority: 4)
    }
    return StatusField(
      objection, NumberText.short(naive.value), style: Style(.paused, bold: true), priority: 3)
  }

  /// The training loss, or a stream's sliding error: with the state word the last to be left out.
  static func loss(_ state: DashboardState) -> StatusField {
    if state.mode == .sweep { return SweepNumbers.best(state.sweepList) }
    if let stream = state.stream { return StreamNumbers(stream).error }
    guard let loss = state.history.latest?.loss else {
      return StatusField("loss", "-", priority: 0)
    }
    let style = loss.isFinite ? Style(.focus, bold: true) : Style(.error, bold: true, reversed: true)
    return StatusField("loss", NumberText.short(loss), style: style, priority: 0)
  }

  private static func speed(_ state: DashboardState) -> [StatusField] {
    var fields: [StatusField] = []
    if let rate = isFrameNewer(state) ? state.frame?.learningRate : state.history.latest?.learningRate {
      fields.append(StatusField("lr", NumberText.short(rate), priority: 6))
    }
    if let norm = state.history.latest?.gradientNorm {
      let style = norm.isFinite ? Style(.value) : Style(.error, bold: true)
      fields.append(
        StatusField(state.glyphs.symbols.gradient, NumberText.short(norm), style: style, priority: 6))
    }
    if let rate = state.frame?.sequencesPerSecond, rate.isFinite {
      fields.append(StatusField("", NumberText.short(rate) + " seq/s", priority: 7))
    }
    return fields
  }

  private static func rest(_ state: DashboardState) -> [StatusField] {
    var fields: [StatusField] = []
    if let elapsed = state.outcome?.elapsed ?? state.frame?.elapsed {
      fields.append(StatusField("elapsed", NumberText.duration(elapsed), priority: 5))
    }
    if state.mode != .replay, !state.hasEnded, state.abandonment == nil, !state.isStream,
      let remaining = state.frame?.remaining
    {
      fields.append(StatusField("left", NumberText.duration(remaining), priority: 4))
    }
    if let playback = state.playback {
      let place = "\(playback.frameIndex + 1)/\(playback.frameCount)"
      fields.append(StatusField("frame", place, style: Style(.stale), priority: 2))
    }
    fields.append(StatusField("seed", "\(state.description.seed)", priority: 8))
    if state.mode != .replay {
      fields.append(StatusField("skipped", "\(state.skippedFrames)", style: Style(.label), priority: 9))
    }
    return fields
  }
}
