/// Something by which the trials of a sweep can be sorted.
public enum SweepColumn: Sendable, Hashable {
  case rank
  case trial
  /// An option that varies, by its place among the axes.
  case axis(Int)
  case figure
  case other
  case parameters
  case seconds
  case state

  /// All columns of a sweep, in the order in which they stand.
  static func all(of snapshot: SweepSnapshot) -> [SweepColumn] {
    [.rank, .trial] + snapshot.axes.indices.map { .axis($0) } + [
      .figure, .other, .parameters, .seconds, .state,
    ]
  }

  /// The column's heading, and how messages name it.
  func title(in snapshot: SweepSnapshot) -> String {
    switch self {
    case .rank: "rank"
    case .trial: "trial"
    case .axis(let axis): snapshot.axes[axis].name
    case .figure: snapshot.goalName
    case .other: snapshot.otherName
    case .parameters: "parameters"
    case .seconds: "time"
    case .state: "state"
    }
  }

  /// Whether the smallest comes first when the column is chosen.
  func isAscendingAtFirst(in snapshot: SweepSnapshot) -> Bool {
    switch self {
    case .figure: !snapshot.prefersLarger
    default: true
    }
  }

  /// What a trial is sorted by; NaN where it has no value.
  func value(of trial: SweepTrial) -> Double {
    switch self {
    case .rank: trial.rank.map(Double.init) ?? .nan
    case .trial: Double(trial.number)
    case .axis(let axis): trial.places[axis] ?? .nan
    case .figure: trial.figure ?? trial.figureSoFar ?? .nan
    case .other: trial.other ?? .nan
    case .parameters: trial.parameters.map(Double.init) ?? .nan
    case .seconds: trial.seconds ?? .nan
    case .state: Double(Self.order.firstIndex(of: trial.state) ?? 0)
    }
  }

  /// What needs a look comes first.
  private static let order: [SweepTrial.State] = [
    .running, .failed, .diverged, .begun, .waiting, .stopped, .done,
  ]
}
