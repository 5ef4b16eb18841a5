import Screen

/// What the x axis of the loss counts.
public enum LossAxis: String, Sendable, Hashable, CaseIterable {
  case step
  /// Time since the run started.
  case elapsed
  /// The time of day.
  case clock

  /// The axis as messages name it.
  var title: String {
    switch self {
    case .step: "step"
    case .elapsed: "time since the start"
    case .clock: "time of day"
    }
  }

  var next: LossAxis {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }

  func ticks(secondsFromGMT: Int) -> TickKind {
    switch self {
    case .step: .count
    case .elapsed: .duration
    case .clock: .clock(secondsFromGMT: secondsFromGMT)
    }
  }
}
