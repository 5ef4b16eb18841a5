import Screen
import Telemetry

/// The one word that says what the run is doing.
struct StateWord: Sendable, Hashable {
  var text: String
  var role: Role

  init(_ state: DashboardState) {
    if state.mode == .replay {
      let speed = Self.speed(state.playback?.speed ?? 1)
      self.init(state.isPaused ? "REPLAY PAUSED" : "REPLAY \(speed)", state.isPaused ? .paused : .stale)
      return
    }
    if state.isAbandoned {
      self.init("STALE", .stale)
      return
    }
    guard let training = state.outcome?.state ?? state.frame?.state else {
      self.init(state.mode == .attached ? "ATTACHED" : "STARTING", .stale)
      return
    }
    switch training {
    case .training: self.init(state.mode == .attached ? "ATTACHED" : "TRAINING", .focus)
    case .paused: self.init("PAUSED", .paused)
    case .stepped: self.init("STEP", .paused)
    case .done: self.init("DONE", .validation)
    case .stopped: self.init("STOPPED", .stale)
    case .diverged: self.init("DIVERGED", .error)
    }
  }

  private init(_ text: String, _ role: Role) {
    self.text = text
    self.role = role
  }

  /// `0.25x`, `2x`.
  static func speed(_ value: Double) -> String {
    let decimals = value < 1 ? 2 : value == value.rounded() ? 0 : 1
    return NumberText.fixed(value, decimals: decimals) + "x"
  }
}
