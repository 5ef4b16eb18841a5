/// The trials of a sweep in the view: sorted, filtered, scrolled, and which of them is selected.
public struct SweepList: Sendable {
  public internal(set) var snapshot: SweepSnapshot?
  /// What its charts show.
  private(set) var digest: SweepDigest?
  public internal(set) var sortColumn = SweepColumn.rank
  public internal(set) var isAscending = true
  /// Words such as `cfc`, `units=16` or `front`, all of which a trial must have; empty shows all.
  public internal(set) var filter = ""
  /// True while keys go into the filter.
  public internal(set) var isEditingFilter = false
  /// The trials shown, in order: indices into those of the snapshot.
  public internal(set) var order: [Int] = []
  /// The number of the selected trial; nil where there is none.
  public internal(set) var selectedNumber: Int?
  /// The run of the selected trial that the person chose; nil: the one that says most.
  public internal(set) var chosenRun: Int?
  /// The chart that is shown where there is room for one.
  public internal(set) var chart = SweepChart.progress
  /// What the front sets the figures against.
  public internal(set) var cost = SweepCost.parameters {
    didSet { updateOrder() }
  }
  /// Why the sweep cannot be read, or is not any more.
  public internal(set) var problem: String?
  var scroll = ListScroll()
  /// The row of each trial's number, as `order` has them.
  private var rows: [Int: Int] = [:]

  /// The row of the selected trial.
  var selectedRow: Int? { selectedNumber.flatMap { rows[$0] } }

  /// The numbers of the trials of the front that is shown.
  var front: Set<Int> { digest?.front(over: cost) ?? [] }

  /// Whether the filter lets a trial through.
  func shows(_ number: Int) -> Bool { rows[number] != nil }

  /// What the charts are drawn from; nil until a trial has a figure.
  var charted: (snapshot: SweepSnapshot, digest: SweepDigest, scale: SweepScale)? {
    guard let snapshot, let digest, let scale = digest.scale else { return nil }
    return (snapshot, digest, scale)
  }

  /// Why there are no charts.
  var notice: String {
    guard let snapshot else { return problem == nil ? Self.reading : "the sweep cannot be read" }
    return snapshot.trials.contains { $0.figureSoFar != nil }
      ? "no trial has ended with all its seeds" : "no trial has ended"
  }

  /// What stands in place of a sweep until it has been read.
  static let reading = "reading the sweep"

  var selected: SweepTrial? { selectedRow.flatMap { snapshot?.trials[order[$0]] } }

  /// The run of the selected trial that Enter opens.
  var selectedRun: SweepTrial.Run? {
    guard let snapshot, let trial = selected, !trial.runs.isEmpty else { return nil }
    return trial.runs[min(chosenRun ?? trial.mainRun(in: snapshot), trial.runs.count - 1)]
  }

  /// - Parameter present: the run on the screen, whose trial is selected at first.
  mutating func apply(_ snapshot: SweepSnapshot, present: String?) {
    if self.snapshot == nil, let present {
      selectedNumber = snapshot.trials.first { $0.runs.contains { $0.path == present } }?.number
    }
    self.snapshot = snapshot
    digest = SweepDigest(snapshot)
    problem = nil
    updateOrder()
  }

  mutating func sort(by column: SweepColumn) {
    guard let snapshot else { return }
    isAscending = column == sortColumn ? !isAscending : column.isAscendingAtFirst(in: snapshot)
    sortColumn = column
    updateOrder()
  }

  /// Sorts and filters the trials again, and keeps the selection on something that is shown.
  mutating func updateOrder() {
    guard let snapshot else { return }
    let needles = filter.lowercased().split(separator: " ").map(String.init)
    let (trials, front) = (snapshot.trials, front)
    let shown = trials.indices.filter { index in
      needles.isEmpty || Self.matches(needles, trials[index], snapshot, front)
    }
    let values = trials.map { sortColumn.value(of: $0) }
    order = shown.sorted { precedes((values[$0], $0), (values[$1], $1)) }
    rows = Dictionary(uniqueKeysWithValues: order.enumerated().map { (trials[$1].number, $0) })
    if selectedRow == nil {
      selectedNumber = order.first.map { trials[$0].number }
      chosenRun = nil
    }
  }

  /// Trials without a value come last in either direction, equal ones in their order.
  private func precedes(_ a: (value: Double, index: Int), _ b: (value: Double, index: Int)) -> Bool {
    if a.value.isNaN || b.value.isNaN { return !a.value.isNaN || (b.value.isNaN && a.index < b.index) }
    if a.value != b.value { return isAscending ? a.value < b.value : a.value > b.value }
    return a.index < b.index
  }

  /// Whether each needle is in one of a trial's values or in its state; `units=16` asks for that value alone,
  /// `front` for the trials of the front.
  private static func matches(
    _ needles: [String], _ trial: SweepTrial, _ snapshot: SweepSnapshot, _ front: Set<Int>
  ) -> Bool {
    needles.allSatisfy { needle in
      if needle == "front" { return front.contains(trial.number) }
      let parts = needle.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        return trial.state.rawValue.contains(needle)
          || trial.words.contains { $0?.lowercased().contains(needle) == true }
      }
      return zip(snapshot.axes, trial.words).contains { axis, word in
        axis.name.lowercased().hasPrefix(parts[0]) && word?.lowercased() == String(parts[1])
      }
    }
  }
}

/// The charts of a sweep.
public enum SweepChart: Int, Sendable, Hashable, CaseIterable {
  case progress
  case parallel
  case front
  case importance

  var next: SweepChart { Self.allCases[(rawValue + 1) % Self.allCases.count] }

  var panel: PanelKind {
    switch self {
    case .progress: .sweepProgress
    case .parallel: .sweepParallel
    case .front: .sweepFront
    case .importance: .sweepImportance
    }
  }
}

/// What a better figure may cost.
public enum SweepCost: Sendable, Hashable {
  case parameters
  /// Of training.
  case seconds

  var title: String { self == .parameters ? "parameters" : "training time" }

  func value(of trial: SweepTrial) -> Double? {
    self == .parameters ? trial.parameters.map(Double.init) : trial.seconds
  }
}
