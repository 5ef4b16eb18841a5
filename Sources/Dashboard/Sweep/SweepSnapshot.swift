/// A sweep as its view shows it: what its trials tried and what they have reached.
public struct SweepSnapshot: Sendable {
  public var name: String
  /// Where it is.
  public var folder: String
  /// What trials are ranked by, such as `accuracy`, always over the validation part.
  public var goalName: String
  public var prefersLarger: Bool
  /// The figure beside it: the loss, or the metric where trials are ranked by their loss.
  public var otherName: String
  /// What varies.
  public var axes: [SweepAxis]
  /// In the order of their numbers.
  public var trials: [SweepTrial]
  /// All of the sweep's, those that have ended, and those that a process makes now.
  public var runs: Int
  public var ended: Int
  public var running: Int
  /// How much of the variance among trials each axis explains by itself, 0 to 1; nil where that is not known (yet).
  public var importance: [Double]?

  public init(
    name: String, folder: String, goalName: String, prefersLarger: Bool, otherName: String, axes: [SweepAxis],
    trials: [SweepTrial], runs: Int, ended: Int, running: Int, importance: [Double]? = nil
  ) {
    (self.name, self.folder, self.axes, self.trials) = (name, folder, axes, trials)
    (self.goalName, self.prefersLarger, self.otherName) = (goalName, prefersLarger, otherName)
    (self.runs, self.ended, self.running, self.importance) = (runs, ended, running, importance)
  }

  /// Whether one figure of the goal is better than another.
  func isBetter(_ figure: Double, than other: Double) -> Bool {
    prefersLarger ? figure > other : figure < other
  }
}

/// An option that a sweep varies, as an axis.
public struct SweepAxis: Sendable, Hashable {
  /// The option's long name.
  public var name: String
  /// What is written at the axis's ends.
  public var low: String
  public var high: String

  public init(name: String, low: String, high: String) {
    (self.name, self.low, self.high) = (name, low, high)
  }
}

/// A point of a sweep's space with what its runs have reached. Numbers are nil where there is none.
public struct SweepTrial: Sendable, Hashable {
  public enum State: String, Sendable, Hashable {
    /// None of its runs has begun.
    case waiting
    /// A process makes one of its runs.
    case running
    /// Some of its runs have ended; the others wait.
    case begun
    case done
    /// It did not go on after a rung of successive halving.
    case stopped
    case diverged
    case failed
  }

  /// One of its runs: its place among the seeds is its own.
  public struct Run: Sendable, Hashable {
    public var path: String
    public var seed: UInt64
    /// Whether a process makes it now.
    public var isRunning: Bool
    /// What it has reached; nil where it has not ended or has no figure.
    public var figure: Double?

    public init(path: String, seed: UInt64, isRunning: Bool, figure: Double?) {
      (self.path, self.seed, self.isRunning, self.figure) = (path, seed, isRunning, figure)
    }
  }

  /// From 1, as in the names of its runs.
  public var number: Int
  /// From 1; nil where it has no figure.
  public var rank: Int?
  /// The value on each axis; nil where the option means nothing beside the others.
  public var words: [String?]
  /// The places of these values on their axes, 0 to 1.
  public var places: [Double?]
  /// The mean of the goal over its runs, with its deviation where there are several.
  public var figure: Double?
  public var deviation: Double?
  /// The mean over the runs that have ended, while others are left: nothing to rank by.
  public var figureSoFar: Double?
  public var other: Double?
  /// The budget of successive halving that it was trained to, from 1; 0 where there are none.
  public var rung = 0
  public var parameters: Int?
  /// Seconds of one run.
  public var seconds: Double?
  public var state: State
  /// Why it failed or diverged.
  public var reason: String?
  public var runs: [Run]
  /// Runs that have ended.
  public var ended: Int

  public init(number: Int, words: [String?], places: [Double?], state: State, runs: [Run], ended: Int) {
    (self.number, self.words, self.places) = (number, words, places)
    (self.state, self.runs, self.ended) = (state, runs, ended)
  }

  /// The place of the run that is shown when the trial is opened: the one under way, else the best, else the first.
  func mainRun(in snapshot: SweepSnapshot) -> Int {
    if let running = runs.firstIndex(where: \.isRunning) { return running }
    var best: (place: Int, figure: Double)?
    for (place, run) in runs.enumerated() {
      guard let figure = run.figure else { continue }
      if best.map({ snapshot.isBetter(figure, than: $0.figure) }) ?? true { best = (place, figure) }
    }
    return best?.place ?? 0
  }
}
