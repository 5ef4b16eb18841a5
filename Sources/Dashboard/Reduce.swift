import Screen
import Telemetry
import Text

/// Applies an action to the state and returns what the program has to do: the only way the state changes.
///
/// This is the Elm architecture, known to Go programmers from bubbletea: `DashboardState` is the model, `reduce` the
/// update and `render` the view. Neither reads a clock, a file or the terminal: what happens comes in as an `Action`,
/// and what is to be done goes out as `Effect`s. So everything that a person can see or press is tested without a
/// terminal.
public func reduce(_ state: inout DashboardState, _ action: Action) -> [Effect] {
  let view = state.view
  var effects = state.apply(action)
  // Whatever led to this view, its list may be out of date.
  if state.view == .runs, view != .runs { effects.append(.listRuns) }
  if (state.view == .sweep) != (view == .sweep) { effects.append(.watchSweep(state.view == .sweep)) }
  // Explaining costs the worker time, which only who looks at it is to pay.
  if state.mode == .live, (state.view == .why) != (view == .why) {
    effects.append(.send(.explain(state.view == .why)))
  }
  return effects
}

extension DashboardState {
  fileprivate mutating func apply(_ action: Action) -> [Effect] {
    switch action {
    case .key(let key): return handle(key)
    case .mouse(let mouse): return handle(mouse)
    case .paste(let text): return paste(text)
    case .show(let view, let neuron): show(view, neuron: neuron)
    case .report(let text, let isWarning): showMessage(text, isWarning: isWarning)
    case .telemetry(let batch): apply(batch)
    case .runs(let update): runList.apply(update)
    case .curves(let curves): apply(curves)
    case .sweep(let snapshot): sweepList.apply(snapshot, present: presentPath)
    case .sweepRefused(let reason): sweepList.problem = reason
    case .runOpened(let path): endOpening(path)
    case .runRefused(let path, let reason):
      endOpening(path)
      showMessage(reason, isWarning: true)
    case .resized(let size): self.size = size
    case .tick(let now):
      self.now = now
      pending.expire(now: now)
      if let message, message.expiresAt <= now { self.message = nil }
    }
    return []
  }

  private mutating func apply(_ batch: TelemetryBatch) {
    if batch.isReset {
      history = ScalarHistory()
      events = []
      outcome = nil
      abandonment = nil
      frame = nil
      digest = nil
    }
    if let description = batch.lengthened { lengthen(description) }
    for scalars in batch.scalars { history.append(scalars) }
    events.append(contentsOf: batch.events)
    if events.count > Self.maximumEvents { events.removeFirst(events.count - Self.maximumEvents) }
    if let loss = batch.events.last(where: { $0.kind == .unrecorded }) {
      isUnrecorded = true
      showMessage(loss.detail, isWarning: true)
    }
    skippedFrames += batch.skippedFrames
    if let playback = batch.playback {
      self.playback = playback
      if mode == .replay, pending.isPaused?.value == !playback.isPlaying { pending.isPaused = nil }
    }
    if let frame = batch.frame { apply(frame) }
    if let outcome = batch.outcome {
      self.outcome = outcome
      if let explanation = outcome.explanation {
        showMessage(explanation, isWarning: outcome.state == .diverged)
      }
    }
    if let reason = batch.refusal { showMessage(reason, isWarning: true) }
    if let abandonment = batch.abandonment { apply(abandonment) }
    if let recorder = batch.recorder { apply(recorder) }
  }

  /// A run that was done goes on: nothing is left of its end.
  private mutating func lengthen(_ description: RunDescription) {
    self.description = description
    outcome = nil
    events.removeAll { $0.kind == .done }
    let steps = description.plannedSteps.map { " to step \(NumberText.grouped($0))" } ?? ""
    showMessage("training goes on\(steps)")
  }

  private mutating func apply(_ abandonment: Abandonment) {
    self.abandonment = abandonment
    switch abandonment {
    case .interrupted:
      showMessage("the process that recorded this run is gone; it left no outcome", isWarning: true)
    case .replaced:
      showMessage(
        "the file was removed or replaced: this is the run as it was; attach again for the new one",
        isWarning: true)
    }
  }

  private mutating func apply(_ recorder: RecorderCondition) {
    self.recorder = recorder
    guard case .suspended(let process) = recorder else { return }
    showMessage(
      "the process that records this run is suspended; fg, or kill -CONT \(process), lets it go on",
      isWarning: true)
  }

  private mutating func apply(_ frame: Frame) {
    self.frame = frame
    digest = ProbeDigest(probe: frame.probe, description: description)
    if mode != .replay { pending.settle(with: frame) }
    updateNeuronOrder()
  }

  /// Seconds that a message stays.
  private static let messageSeconds = 4.0

  /// Shows a line to the person for a while.
  ///
  /// - Returns: No effects, so that a key that only shows a message can return this.
  @discardableResult
  mutating func showMessage(_ text: String, isWarning: Bool = false) -> [Effect] {
    message = StatusMessage(text: text, isWarning: isWarning, expiresAt: now + Self.messageSeconds)
    return []
  }
}
