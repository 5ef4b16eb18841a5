import Liquid
import LiquidData
import Telemetry
import Text

/// A network on a stream: it answers each row from that row and those before it, is judged when the target is known, and
/// learns from that.
///
/// Each row is a test before it is an example (prequential evaluation). The same rows make the same bits. Memory does not
/// grow. Used by one thread at a time.
// Sendable is sound: who makes it hands it to a worker, which alone uses it from then on.
public final class LiveSession: @unchecked Sendable {
  public let task: StreamTask
  public let layout: RowLayout
  private var encoder: any StreamEncoder
  private var targets: TargetColumns
  private var memory: TargetMemory
  let learner: LiveLearner
  private var judge: Judge
  private let arrivalCounts: Bool
  /// A device's outputs beside the network's; nil where no device is watched.
  private var twin: TwinComparison?
  /// Whether the network went back to earlier parameters because it answered with NaN.
  private var hasRecovered = false
  private var detector: AnyDriftDetector
  private var trend = ErrorTrend()
  /// Predictions whose target is not known yet, the oldest first.
  private var pending: RecentValues<Prediction>
  public private(set) var rows = 0
  /// Alarms of the detector at which the error had risen.
  public private(set) var alarms = 0
  /// The row of the newest alarm; nil: there was none.
  public private(set) var lastAlarm: Int?
  /// The kinds of news that `drainNews` has given.
  private var shown: Set<SessionNews.Kind> = []

  // Reused from row to row.
  private var channels: [Float] = []
  /// What a person does to the inputs as they come, in deviations.
  public var disturb: ((inout [Float]) -> Void)?

  /// A prediction that waits for its target.
  struct Prediction: Sendable, Hashable, Codable {
    var row: Int
    /// `[outputs]`
    var raw: [Float]
    /// How raw outputs and numbers in their units go together when it was made, `[targets]`; empty for classes.
    var bases: [Double]
    var scales: [Double]
    var naive: Judge.Naive
    /// Classes that were known.
    var classes: Int
  }

  /// - Parameters:
  ///   - model: with `layout.inputNames` inputs and `layout.outputNames` outputs.
  ///   - tolerance: how far a device's output may be from the network's, as a share of the output's range.
  /// - Throws: where the learning's options are impossible.
  public init(
    task: StreamTask, layout: RowLayout, model: Model, learning: StreamLearning,
    detector: DriftDetectorKind, arrivalCounts: Bool, tolerance: Double = 0.01
  ) throws {
    self.task = task
    self.layout = layout
    self.arrivalCounts = arrivalCounts
    encoder = try Self.encoder(task, layout, arrivalCounts: arrivalCounts)
    twin = layout.device.map {
      TwinComparison(
        device: $0.device, names: layout.outputNames,
        answer: layout.classes > 0 ? .classes : layout.loss == .binaryCrossEntropy ? .bits : .numbers,
        tolerance: tolerance, window: task.window)
    }
    targets = try TargetColumns(layout: layout)
    memory = TargetMemory(task: task, layout: layout)
    learner = try LiveLearner(
      model: model, loss: layout.loss, learning: learning,
      history: task.delay)
    judge = Judge(layout: layout, window: task.window)
    self.detector = AnyDriftDetector(detector)
    pending = RecentValues(capacity: task.delay + 1)
  }

  private static func encoder(
    _ task: StreamTask, _ layout: RowLayout, arrivalCounts: Bool
  ) throws(DataError) -> any StreamEncoder {
    guard let schema = layout.trained else {
      return try LiveEncoder(task: task, layout: layout, arrivalCounts: arrivalCounts)
    }
    if let device = layout.device { return try TwinEncoder(schema: schema, device: device) }
    return try TrainedEncoder(schema: schema, arrivalCounts: arrivalCounts)
  }

  /// Answers to a row, and learns from what became known with it.
  ///
  /// - Parameter columns: the names of its fields.
  /// - Returns: nil for a row that a trained network has no answer to, as its training left such rows out, and for one that
  ///   is no step of the device beside which it runs.
  public func process(_ row: LiveRow, columns: [String]) -> LiveAnswer? {
    rows += 1
    encoder.locate(columns)
    targets.locate(columns)
    channels.removeAll(keepingCapacity: true)
    guard let step = encoder.encode(row, into: &channels) else { return nil }
    var answer = LiveAnswer(row: rows, elapsed: step.elapsed)
    if step.beginsSequence { beginSequence(&answer) }
    if let device = step.device {
      follow(device, &answer)
      return answer
    }
    let known = memory.arrive(targets.values(row, &memory))
    // With a horizon the row's own target is known before the prediction, else it is what is predicted.
    if task.horizon > 0 { reveal(known) }
    memory.appendChannels(to: &channels)
    run(elapsed: step.elapsed)
    let prediction = predict()
    pending.append(prediction)
    answer.outputs = outputs(of: prediction)
    answer.label = label(of: prediction)
    answer.inputs = encoder.denormalized(channels, memory)
    if pending.count > task.delay {
      settle(pending.removeFirst(), known, stepsBack: task.delay, &answer)
    }
    if task.horizon == 0 { reveal(known) }
    return answer
  }

  /// Runs the network on the row's channels.
  private func run(elapsed: Float) {
    disturb?(&channels)
    learner.step(unchecked: channels, elapsed: elapsed)
    if !network.outputs.allSatisfy(\.isFinite) { recover() }
  }

  /// Takes the step that a device took, and compares the outputs.
  private func follow(_ step: DeviceStep, _ answer: inout LiveAnswer) {
    guard let schema = layout.trained else { return }
    run(elapsed: answer.elapsed)
    let own = schema.preciseAnswers(network.outputs)
    // Of classes and of targets that are 0 or 1 a device gives scores.
    let device = schema.hasAccuracy ? schema.preciseAnswers(step.outputs.map { Float($0) }) : step.outputs
    twin?.add(device: device, twin: own, of: step, row: rows)
    answer.outputs = own.map { Float($0) }
    answer.label = schema.isClassification ? schema.answeredClass(network.outputs).map { labels[$0] } : nil
    answer.inputs = encoder.denormalized(channels, memory)
    let differences = zip(device, own).map { ($0 - $1).magnitude }.filter(\.isFinite)
    answer.judged = .init(
      row: rows, targets: device.map { Float($0) },
      error: differences.reduce(0, +) / Double(max(1, differences.count)))
  }

  /// Nothing before a row that begins a sequence of its own counts for it.
  private func beginSequence(_ answer: inout LiveAnswer) {
    guard rows > 1 else { return }
    // What is still to become known of the sequence before is known at its end.
    let late = memory.endSequence()
    for (place, value) in late.enumerated() {
      // Of the prediction that this value was to be.
      let age = late.count - 1 - place + task.horizon
      if task.horizon > 0 { reveal(value) }
      if age < pending.count { settle(pending[age: age], value, stepsBack: age, &answer) }
      if task.horizon == 0 { reveal(value) }
    }
    memory.forgetNewest()
    judge.beginSequence()
    learner.reset()
    pending.removeAll()
  }

  /// Goes back to earlier parameters, where the network answers with NaN.
  private func recover() {
    learner.recover()
    hasRecovered = true
  }

  private func reveal(_ value: TargetMemory.Value) {
    memory.learn(value)
    judge.learn(value)
  }

  /// The model as learnt so far.
  public var model: Model { learner.online.model }
  package var network: OnlineNetwork { learner.online.running }
  /// That of the newest step, before clipping.
  public var gradientNorm: Double { learner.online.gradientNorm }
  public var isLearning: Bool { learner.isLearning }
  public var method: OnlineMethod { learner.learning.method }
  /// The learning rate, without what an alarm raised it by.
  public var learningRate: Double {
    get { learner.rate }
    set { learner.rate = newValue }
  }

  /// Switches learning on or off; without effect where the network never learns.
  public func setLearning(_ isOn: Bool) { learner.isOn = isOn }

  /// What a person should hear of the rows so far and has not heard yet.
  public func drainNews() -> [String] {
    let all =
      SessionNews.all(encoder, memory, isTrained: layout.trained != nil, hasRecovered: hasRecovered)
      + [twin?.gap].compactMap { $0.map { SessionNews(kind: .gap, text: $0) } }
    defer { shown.formUnion(all.map(\.kind)) }
    return all.filter { !shown.contains($0.kind) }.map(\.text)
  }

  /// Holds neurons from now on, in the place of those that were held before; those that cannot be held are left out.
  public func intervene(_ interventions: [NetworkIntervention]) {
    learner.intervene(interventions)
  }

  /// What watches the error, by its name on the command line.
  public var detectorName: String { detector.kind.rawValue }
  /// Predictions whose target has come, or rows of a device that were compared.
  public var judged: Int { twin?.rows ?? judge.judged }
  /// How far a device is from the network; nil where none is watched.
  public var twinStatus: TwinStatus? { twin?.status }
  /// Beside a device the mean difference as a share of the outputs' range.
  public var windowError: Double? { twin.map { $0.status.meanShare(\.windowMean) } ?? judge.windowError }
  public var windowNaiveError: Double? { judge.windowNaiveError }
  public var totalError: Double? { twin.map { $0.status.meanShare(\.mean) } ?? judge.totalError }
  public var totalNaiveError: Double? { judge.totalNaiveError }
  /// What the errors are: `error rate`, `mae` or, beside a device, `difference`.
  public var errorName: String { twin == nil ? judge.errorName : "difference" }
  /// Further figures by their names in JSON.
  public var figures: [(name: String, value: Double?)] { twin == nil ? judge.figures : [] }
  /// The classes in the order in which they came.
  public var labels: [String] { memory.labels }

  // MARK: - Predicting

  private func predict() -> Prediction {
    let raw = network.outputs
    guard layout.classes == 0 else {
      return Prediction(
        row: rows, raw: raw, bases: [], scales: [], naive: judge.naive, classes: memory.knownClasses)
    }
    let (bases, scales) = memory.references
    return Prediction(row: rows, raw: raw, bases: bases, scales: scales, naive: judge.naive, classes: 0)
  }

  /// Numbers in their units, or probabilities; 0 for classes that did not come yet.
  private func outputs(of prediction: Prediction) -> [Float] {
    guard layout.classes > 0 else { return numbers(of: prediction).map { Float($0) } }
    let known = softmax(prediction.raw[..<prediction.classes])
    return known + Array(repeating: 0, count: layout.classes - known.count)
  }

  private func numbers(of prediction: Prediction) -> [Double] {
    if layout.loss == .binaryCrossEntropy { return prediction.raw.map { logistic(Double($0)) } }
    return prediction.raw.indices.map {
      prediction.bases[$0] + prediction.scales[$0] * Double(prediction.raw[$0])
    }
  }

  private func classIndex(of prediction: Prediction) -> Int? {
    prediction.raw[..<prediction.classes].indices.max { prediction.raw[$0] < prediction.raw[$1] }
  }

  private func label(of prediction: Prediction) -> String? {
    layout.classes > 0 ? classIndex(of: prediction).map { memory.labels[$0] } : nil
  }

  // MARK: - Judging and learning

  /// Judges a prediction whose target is known, and learns from it.
  private func settle(
    _ prediction: Prediction, _ target: TargetMemory.Value, stepsBack: Int, _ answer: inout LiveAnswer
  ) {
    let error: Double?
    switch target {
    case .missing: return
    case .classIndex(let label):
      let known = max(prediction.classes, label + 1)
      let loss = learn(
        [Float(label)], counted: (0..<layout.classes).map { $0 < known }, stepsBack: stepsBack,
        weight: layout.trained?.classWeights?[label] ?? 1)
      error = judge.add(
        actual: label, predicted: classIndex(of: prediction), naive: prediction.naive, loss: loss)
    case .numbers(let actual):
      learn(TargetMemory.wanted(actual, of: prediction), counted: nil, stepsBack: stepsBack)
      error = judge.add(
        actual: actual, predicted: numbers(of: prediction), naive: prediction.naive,
        deviations: memory.deviations)
      if task.predictsChange { memory.learnChange(zip(actual, prediction.bases).map { $0 - $1 }) }
    }
    guard let error else { return }
    answer.judged = .init(row: prediction.row, targets: judge.outputs(of: target), error: error)
    watch(error, &answer)
  }

  /// Learns from the prediction whose target is known now; nil where the network does not learn.
  @discardableResult
  private func learn(
    _ target: [Float], counted: [Bool]?, stepsBack: Int, weight: Float = 1
  ) -> Double? {
    guard learner.isLearning else { return nil }
    // The target is one that the loss takes, and the rate was checked where it was set.
    let loss = try? learner.learn(
      target, stepsBack: stepsBack, weight: weight, countedOutputs: counted)
    return loss.map { Double($0) }
  }

  private func watch(_ error: Double, _ answer: inout LiveAnswer) {
    if judge.judged % task.window == 0 { learner.keep(error: judge.windowError) }
    trend.add(error)
    guard detector.update(error), trend.isRising else { return }
    alarms += 1
    lastAlarm = rows
    answer.isAlarm = true
    learner.respondToDrift()
  }
}

extension LiveSession {
  /// Everything that changes from row to row.
  public struct State: Sendable, Codable {
    public let layout: RowLayout
    /// Whether the moments at which rows arrived were their times.
    public let arrivalCounts: Bool
    var learner: LiveLearner.State
    var encoder: EncoderState
    var memory: TargetMemory
    var judge: Judge
    var detector: AnyDriftDetector
    var trend: ErrorTrend
    var pending: RecentValues<Prediction>
    public var rows: Int
    var alarms: Int
    var lastAlarm: Int?
  }

  public var state: State {
    State(
      layout: layout, arrivalCounts: arrivalCounts, learner: learner.state, encoder: encoder.state,
      memory: memory, judge: judge,
      detector: detector, trend: trend, pending: pending, rows: rows,
      alarms: alarms, lastAlarm: lastAlarm)
  }

  /// Goes on from the state of a session with the same task and network.
  ///
  /// - Throws: where it is not one.
  public func restore(_ state: State) throws {
    try learner.restore(state.learner)
    try encoder.restore(state.encoder)
    memory = state.memory
    judge = state.judge
    detector = state.detector
    trend = state.trend
    pending = state.pending
    rows = state.rows
    alarms = state.alarms
    lastAlarm = state.lastAlarm
  }
}
