/// Recorded runs: how the list is sorted, filtered and scrolled, and which runs are drawn over the present one.
public struct RunList: Sendable, SortedList {
  public internal(set) var entries: [RunEntry] = []
  /// Run files in the directory; more than `entries` while they are being read, or where there are very many.
  public internal(set) var total = 0
  public internal(set) var directory = ""
  /// True once the whole directory has been listed.
  public internal(set) var isComplete = false
  public internal(set) var sortColumn: RunColumn = .started
  public internal(set) var isAscending = false
  /// Part of a name, a model or a state; empty shows all.
  public internal(set) var filter = ""
  /// True while keys go into the filter.
  public internal(set) var isEditingFilter = false
  /// The entries shown, in order.
  public internal(set) var order: [Int] = []
  /// The path of the selected run; nil where there is none.
  public internal(set) var selectedPath: String?
  var scroll = ListScroll()
  /// Paths of the runs to be drawn over the present one, in the order in which they were marked.
  public internal(set) var marked: [String] = []
  /// The curves that have been read, by path.
  public internal(set) var curves: [String: RunCurves] = [:]

  /// The run that is being read to be shown, until it is or the person changes their mind.
  public internal(set) var opening: RunEntry?

  /// More curves than this cannot be told apart.
  public static let maximumMarks = 4

  /// The row of the selected run.
  var selectedRow: Int? {
    guard let selectedPath else { return nil }
    return order.firstIndex { entries[$0].path == selectedPath }
  }

  var selected: RunEntry? { selectedRow.map { entries[order[$0]] } }

  /// The curves to draw, each with its place among the marks.
  var overlays: [(index: Int, curves: RunCurves)] {
    marked.enumerated().compactMap { index, path in
      curves[path].flatMap { $0.history.training.points.isEmpty ? nil : (index, $0) }
    }
  }

  mutating func apply(_ update: RunListingUpdate) {
    entries = update.entries
    total = update.total
    directory = update.directory
    isComplete = update.isComplete
    updateOrder()
  }

  /// Sorts and filters the entries again, and keeps the selection on something that is shown.
  mutating func updateOrder() {
    let needle = filter.lowercased()
    let shown = entries.indices.filter { index in
      let entry = entries[index]
      return needle.isEmpty
        || [entry.name, entry.model, entry.stateWord].contains { $0.lowercased().contains(needle) }
    }
    order = shown.sorted { precedes(entries[$0], entries[$1]) }
    if selectedRow == nil { selectedPath = order.first.map { entries[$0].path } }
  }

  private func precedes(_ a: RunEntry, _ b: RunEntry) -> Bool {
    switch sortColumn {
    case .name: precedes(a.name, b.name, a, b)
    case .model: precedes(a.model, b.model, a, b)
    case .state: precedes(a.stateWord, b.stateWord, a, b)
    case .started: precedes(a.startedAt, b.startedAt, a, b)
    case .steps: precedes(Double(a.steps), Double(b.steps), a, b)
    case .loss: precedes(a.bestLoss ?? .nan, b.bestLoss ?? .nan, a, b)
    case .metric: precedes(a.metric ?? .nan, b.metric ?? .nan, a, b)
    case .duration: precedes(a.duration ?? .nan, b.duration ?? .nan, a, b)
    }
  }

  private func precedes(_ left: String, _ right: String, _ a: RunEntry, _ b: RunEntry) -> Bool {
    if left != right { return isAscending ? left < right : left > right }
    return a.path < b.path
  }

  /// Entries without a value come last in either direction.
  private func precedes(_ left: Double, _ right: Double, _ a: RunEntry, _ b: RunEntry) -> Bool {
    if left.isNaN || right.isNaN { return !left.isNaN || (right.isNaN && a.path < b.path) }
    if left != right { return isAscending ? left < right : left > right }
    return a.path < b.path
  }
}

/// The columns of the list of runs by which it can be sorted.
public enum RunColumn: Int, Sendable, Hashable, CaseIterable, SortColumn {
  case started
  case name
  case model
  case steps
  case loss
  case metric
  case duration
  case state

  package var isAscendingAtFirst: Bool {
    switch self {
    case .name, .model, .loss, .state: true
    case .started, .steps, .metric, .duration: false
    }
  }

  /// The column as messages name it.
  var title: String {
    switch self {
    case .started: "start"
    case .name: "name"
    case .model: "model"
    case .steps: "steps"
    case .loss: "best loss"
    case .metric: "metric"
    case .duration: "duration"
    case .state: "state"
    }
  }
}

/// A recorded run as the list of runs shows it. Numbers are nil where there is none.
public struct RunEntry: Sendable, Hashable {
  public var path: String
  public var name: String
  /// Cell, wiring and size.
  public var model = ""
  public var steps = 0
  /// The best validation loss, else the last training loss.
  public var bestLoss: Double?
  public var metricName = ""
  public var metric: Double?
  /// Seconds.
  public var duration: Double?
  /// `done`, `stopped`, `diverged`, `interrupted`, `recording` or `unreadable`.
  public var stateWord: String
  /// Why the file is unreadable, or what is damaged in it.
  public var problem: String?
  /// Seconds since 1970.
  public var startedAt: Double

  public init(path: String, name: String, stateWord: String, startedAt: Double) {
    self.path = path
    self.name = name
    self.stateWord = stateWord
    self.startedAt = startedAt
  }

  var isReadable: Bool { stateWord != "unreadable" }
}

/// What is known of the directory of runs so far.
public struct RunListingUpdate: Sendable, Hashable {
  public var entries: [RunEntry]
  /// Run files in the directory.
  public var total: Int
  /// Where the runs are looked for.
  public var directory: String
  /// False while more entries are on their way.
  public var isComplete: Bool

  public init(entries: [RunEntry], total: Int, directory: String, isComplete: Bool) {
    self.entries = entries
    self.total = total
    self.directory = directory
    self.isComplete = isComplete
  }
}

/// The curves of a recorded run, or why they could not be read.
public struct RunCurves: Sendable {
  public var path: String
  public var name: String
  public var history: ScalarHistory
  /// Seconds since 1970.
  public var startedAt: Double
  /// Why there are none, or what is missing of them.
  public var problem: String?

  public init(
    path: String, name: String, history: ScalarHistory = ScalarHistory(), startedAt: Double = 0,
    problem: String? = nil
  ) {
    self.path = path
    self.name = name
    self.history = history
    self.startedAt = startedAt
    self.problem = problem
  }
}
