import Screen
import Telemetry

/// Applies an action to the state and says what the program has to do: the only way the state changes.
public func reduce(_ state: inout DashboardState, _ action: Action) -> [Effect] {
  let view = state.view
  let effects = state.take(action)
  // However the person came there: the list is as old as the last visit.
  return state.view == .runs && view != .runs ? effects + [.listRuns] : effects
}

extension DashboardState {
  fileprivate mutating func take(_ action: Action) -> [Effect] {
    switch action {
    case .key(let key): return handle(key)
    case .mouse(let mouse): return handle(mouse)
    case .show(let view, let neuron): show(view, neuron: neuron)
    case .report(let text, let isWarning): say(text, isWarning: isWarning)
    case .telemetry(let batch): absorb(batch)
    case .runs(let update): runList.take(update)
    case .curves(let curves): take(curves)
    case .runOpened(let path): endOpening(path)
    case .runRefused(let path, let reason):
      endOpening(path)
      say(sanitized(reason), isWarning: true)
    case .resized(let size): self.size = size
    case .tick(let now):
      self.now = now
      pending.expire(now: now)
      if let message, message.expiresAt <= now { self.message = nil }
    }
    return []
  }
}

extension DashboardState {
  /// Seconds a message stays.
  private static let messageSeconds = 4.0

  mutating func say(_ text: String, isWarning: Bool = false) {
    message = StatusMessage(text: text, isWarning: isWarning, expiresAt: now + Self.messageSeconds)
  }
}
