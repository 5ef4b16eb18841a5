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
