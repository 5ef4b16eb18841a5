/// The targets of a stream as they become known: which classes there are, how numbers are scaled, the newest values.
struct TargetMemory: Sendable, Hashable, Codable {
  /// A row's targets.
  enum Value: Sendable, Hashable, Codable {
    case missing
    /// An index into `labels`.
    case classIndex(Int)
    /// NaN where one is missing, `[targets]`.
    case numbers([Double])
  }

  private let task: StreamTask
  private let layout: RowLayout
  /// The classes in the order in which they came.
  private(set) var labels: [String] = []
  /// How many of them have become known.
  private(set) var knownClasses = 0
  /// Labels that found no room, and the first of them.
  private(set) var surplus = 0
  private(set) var firstSurplus: String?
  /// Values of the targets, and their changes over a prediction's delay.
  private(set) var scales: [RunningScale]
  private(set) var changeScales: [RunningScale]
  /// Targets of rows that are not known yet, the oldest first: as many as the labels are late.
  private var late: RecentValues<Value>
  /// The newest known targets that were not missing.
  private var known: RecentValues<Value>

  init(task: StreamTask, layout: RowLayout) {
    self.task = task
    self.layout = layout
    let scale = RunningScale(memory: task.scaleRows)
    scales = Array(repeating: scale, count: layout.classes > 0 ? 0 : layout.targets.count)
    changeScales = scales
    late = RecentValues(capacity: max(0, task.labelDelay) + 1)
    known = RecentValues(capacity: max(1, task.pastTargets))
    labels = layout.trained?.classes ?? []
    knownClasses = labels.count
  }

  /// Forgets the targets of a sequence that has ended.
  ///
  /// - Returns: those that were not known yet, the oldest first.
  mutating func endSequence() -> [Value] {
    defer { late.removeAll() }
    return late.values
  }

  /// Forgets the newest targets, where those that come are of another sequence.
  mutating func forgetNewest() { known.removeAll() }

  /// Takes the targets of the row that came, and gives those that become known with it: of the row `labelDelay` before it.
  mutating func arrive(_ value: Value) -> Value {
    guard task.labelDelay > 0 else { return value }
    late.append(value)
    return late.count > task.labelDelay ? late.removeFirst() : .missing
  }

  /// Takes a target that became known into what later rows are told.
  mutating func learn(_ value: Value) {
    switch value {
    case .missing: return
    case .classIndex(let index): knownClasses = max(knownClasses, index + 1)
    case .numbers(let numbers):
      if !numbers.contains(where: \.isFinite) { return }
      for (index, number) in numbers.enumerated() { scales[index].add(number) }
    }
    // A missing number of several keeps its last value.
    known.append(filled(value))
  }

  private func filled(_ value: Value) -> Value {
    guard case .numbers(let numbers) = value, case .numbers(let last)? = known.newest else { return value }
    return .numbers(zip(numbers, last).map { $0.isFinite ? $0 : $1 })
  }

  /// Takes by how much the targets changed from the newest that was known at a prediction.
  mutating func learnChange(_ changes: [Double]) {
    for (index, change) in changes.enumerated() { changeScales[index].add(change) }
  }

  /// The class's index, a new one where it came for the first time; nil where there is no room for more.
  mutating func classIndex(of label: String) -> Int? {
    if let index = labels.firstIndex(of: label) { return index }
    guard labels.count < layout.classes else {
      surplus += 1
      firstSurplus = firstSurplus ?? label
      return nil
    }
    labels.append(label)
    return labels.count - 1
  }

  /// What a network's output of 0 stands for, and of how much an output of 1 is more, `[targets]` each.
  var references: (bases: [Double], scales: [Double]) {
    if let targets = layout.trained?.targets {
      return (targets.map(\.normalization.mean), targets.map(\.normalization.deviation))
    }
    if task.predictsChange, case .numbers(let last)? = known.newest {
      return (zip(last, scales).map { $0.isFinite ? $0 : $1.mean }, changeScales.map(\.deviation))
    }
    return (scales.map(\.mean), deviations)
  }

  /// Of the targets so far or, for a trained network, of its training, `[targets]`.
  var deviations: [Double] {
    layout.trained?.targets.map(\.normalization.deviation) ?? scales.map(\.deviation)
  }

  /// What a prediction's raw outputs should have been, in its own scales, `[targets]`; NaN where a target is missing.
  static func wanted(_ actual: [Double], of prediction: LiveSession.Prediction) -> [Float] {
    actual.indices.map { index in
      let wanted = (actual[index] - prediction.bases[index]) / prediction.scales[index]
      return wanted.isFinite ? Float(min(max(wanted, -limit), limit)) : .nan
    }
  }

  /// An outlier of so many deviations teaches no more than this.
  private static let limit = 10.0

  /// The names of the channels that the newest targets are.
  static func channelNames(task: StreamTask, layout: RowLayout) -> [String] {
    (0..<task.pastTargets).flatMap { place -> [String] in
      let age = place == 0 ? "last" : "\(place + 1) back"
      return layout.classes > 0
        ? (1...layout.classes).map { "\(layout.targets[0]) #\($0) \(age)" }
        : layout.targets.map { "\($0) \(age)" }
    }
  }

  /// The newest targets as the network sees them, appended.
  func appendChannels(to channels: inout [Float]) {
    for place in 0..<task.pastTargets {
      let value = place < known.count ? known[age: place] : .missing
      switch value {
      case .classIndex(let index):
        for other in 0..<layout.outputs { channels.append(other == index ? 1 : 0) }
      case .numbers(let numbers):
        for (scale, number) in zip(scales, numbers) {
          channels.append(number.isFinite ? scale.normalized(number) : 0)
        }
      case .missing:
        for _ in 0..<layout.outputs { channels.append(0) }
      }
    }
  }
}
