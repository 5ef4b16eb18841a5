import Screen
import Telemetry

/// Applies an action to the state and says what the program has to do: the only way the state changes.
public func reduce(_ state: inout DashboardState, _ action: Action) -> [Effect] {
  switch action {
  case .key(let key):
    return state.handle(key)
  case .mouse(let mouse):
    return state.handle(mouse)
  case .show(let view, let neuron):
    state.show(view, neuron: neuron)
    return []
  case .report(let text, let isWarning):
    state.say(text, isWarning: isWarning)
    return []
  case .telemetry(let batch):
    state.absorb(batch)
    return []
  case .resized(let size):
    state.size = size
    return []
  case .tick(let now):
    state.now = now
    state.pending.expire(now: now)
    if let message = state.message, message.expiresAt <= now { state.message = nil }
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
