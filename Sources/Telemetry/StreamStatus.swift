/// How a live stream stands: what came in, how good the answers were, beside an answer that needs no network.
public struct StreamStatus: Sendable, Hashable, Codable {
  /// Rows that were answered to since the start.
  public var rows: Int
  /// Of those, the rows whose target has come.
  public var judged: Int
  /// Lines that could not be read as rows.
  public var brokenLines: Int
  /// Lines that wait to be read, and those dropped because they came faster than they were read.
  public var backlog: Int
  public var dropped: Int
  public var rowsPerSecond: Double
  /// From a row's arrival to its answer, in seconds; nil before the first row.
  public var latency: Latency?
  /// The name of the error below, such as `error rate` or `mae`.
  public var errorName: String
  /// Over everything, and over the newest rows (the window); nil before the first target.
  public var error: Double?
  public var windowError: Double?
  /// The same of the naive twin, and its name, such as `no change`.
  public var naiveName: String
  public var naiveError: Double?
  public var windowNaiveError: Double?
  /// Further figures worth a line, in order, such as kappa; nil where undefined.
  public var figures: [Figure]
  /// Changes that the drift detector found since the start.
  public var alarms: Int
  /// The row of the newest alarm, counted from 1; nil: there was none.
  public var lastAlarm: Int?
  /// How the network learns, such as `rtrl`; `off` where it does not.
  public var learning: String
  /// False where a person switched the learning off for now.
  public var isLearning: Bool
  public var condition: Condition
  /// By how much each neuron's time constant has moved since the start: present mean over first mean, `[neurons]`; NaN
  /// where unknown. Empty where the cell has no time constants.
  public var timeConstantRatios: [Float]
  /// How far a device is from the network, which then runs beside it; nil where none is watched. The error is the mean
  /// difference as a share of the outputs' range.
  public var twin: TwinStatus?

  /// Whether rows come.
  public enum Condition: Sendable, Hashable, Codable {
    case live
    /// No row for longer than usual, for so many seconds.
    case stale(seconds: Double)
    /// The source went away for now, and why.
    case interrupted(String)
    case ended
  }

  public struct Latency: Sendable, Hashable, Codable {
    public var median: Double
    /// Of a hundred rows one waits longer.
    public var p99: Double

    public init(median: Double, p99: Double) {
      self.median = median
      self.p99 = p99
    }
  }

  public struct Figure: Sendable, Hashable, Codable {
    /// As in JSON, such as `kappa_temporal`.
    public var name: String
    public var value: Double?

    public init(name: String, value: Double?) {
      self.name = name
      self.value = value
    }
  }

  public init(
    rows: Int, judged: Int, brokenLines: Int = 0, backlog: Int = 0, dropped: Int = 0,
    rowsPerSecond: Double = 0, latency: Latency? = nil, errorName: String, error: Double? = nil,
    windowError: Double? = nil, naiveName: String, naiveError: Double? = nil, windowNaiveError: Double? = nil,
    figures: [Figure] = [], alarms: Int = 0, lastAlarm: Int? = nil, learning: String, isLearning: Bool,
    condition: Condition = .live, timeConstantRatios: [Float] = [], twin: TwinStatus? = nil
  ) {
    self.rows = rows
    self.judged = judged
    self.brokenLines = brokenLines
    self.backlog = backlog
    self.dropped = dropped
    self.rowsPerSecond = rowsPerSecond
    self.latency = latency
    self.errorName = errorName
    self.error = error
    self.windowError = windowError
    self.naiveName = naiveName
    self.naiveError = naiveError
    self.windowNaiveError = windowNaiveError
    self.figures = figures
    self.alarms = alarms
    self.lastAlarm = lastAlarm
    self.learning = learning
    self.isLearning = isLearning
    self.condition = condition
    self.timeConstantRatios = timeConstantRatios
    self.twin = twin
  }

  /// Whether the ratios are one for each neuron, or none, a device's figures one for each output, and no count is
  /// negative.
  func fits(neurons: Int, outputs: Int) -> Bool {
    let counts = [rows, judged, brokenLines, backlog, dropped, alarms, lastAlarm ?? 0]
    return (timeConstantRatios.isEmpty || timeConstantRatios.count == neurons)
      && counts.allSatisfy { $0 >= 0 } && twin?.fits(outputs: outputs) ?? true
  }
}
