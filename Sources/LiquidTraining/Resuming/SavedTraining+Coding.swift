import Foundation
import Liquid
import LiquidData
import Telemetry
import Text

extension SavedTraining {
  static let version = "1"

  /// The bytes; the same for the same state. Nil where a parameter is not finite: the next step would find that the run
  /// diverged.
  public var bytes: [UInt8]? {
    let vectors = [trainer.parameters, trainer.lastGood, trainer.best?.parameters ?? []]
    guard vectors.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    let progress = Progress(self).json
    let tensors = tensors
    return Safetensors(
      tensors: tensors,
      metadata: [
        Key.version: Self.version, Key.progress: progress,
        Key.checksum: Self.checksum(progress: progress, tensors: tensors),
      ]
    ).serialized()
  }

  /// The names of the parts. Tensors of other names are the provider's.
  fileprivate enum Key {
    static let version = "lnn-top.training-version"
    static let progress = "lnn-top.training"
    static let checksum = "lnn-top.checksum"
    static let parameters = "parameters"
    static let lastGood = "last_good"
    static let best = "best"
    static let lastBatch = "last_batch"
    static let optimizer = "optimizer."

    static func isProvider(_ name: String) -> Bool {
      ![parameters, lastGood, best, lastBatch].contains(name) && !name.hasPrefix(optimizer)
    }
  }

  private var tensors: [SafetensorsTensor] {
    func floats(_ name: String, _ values: [Float]) -> SafetensorsTensor {
      SafetensorsTensor(name: name, shape: [values.count], floats: values)
    }
    let key = trainer.lastBatch
    let lastBatch = SafetensorsTensor(
      name: Key.lastBatch, shape: [key.count], int64s: key.lazy.map { Int64($0) })
    return [floats(Key.parameters, trainer.parameters), floats(Key.lastGood, trainer.lastGood)]
      + trainer.provider.tensors + [lastBatch]
      + (trainer.best.map { [floats(Key.best, $0.parameters)] } ?? [])
      + trainer.optimizer.vectors.sorted { $0.key < $1.key }.map { floats(Key.optimizer + $0.key, $0.value) }
  }

  /// The checksum of everything that is read from the file.
  package static func checksum(progress: String, tensors: [SafetensorsTensor]) -> String {
    var sum = Checksum()
    sum.add(progress)
    for tensor in tensors.sorted(by: { $0.name < $1.name }) {
      sum.add(tensor.name)
      sum.add(tensor.type.rawValue)
      sum.add(tensor.bytes)
    }
    return sum.text
  }
}

extension SavedTraining {
  /// Reads a state of the run that a plan describes. Trusts nothing in the bytes.
  ///
  /// - Throws: where they are damaged, of another version, or of a run on other data.
  public init(_ bytes: [UInt8], plan: TrainingPlan) throws(SavedTrainingError) {
    let file = try Self.container(bytes)
    guard let version = file.metadata[Key.version], let text = file.metadata[Key.progress] else {
      throw .notATrainingState
    }
    guard version == Self.version else { throw .unsupportedVersion(version) }
    guard Self.checksum(progress: text, tensors: file.tensors) == file.metadata[Key.checksum] else {
      throw .damaged("its checksum is not that of its contents")
    }
    guard let progress = try? Progress(json: text) else { throw .damaged("its description cannot be read") }
    guard progress.dataFingerprint == plan.provider.fingerprint else { throw .otherData }
    let reader = StateReader(tensors: file.tensors, progress: progress, plan: plan)
    let disturbances = try reader.disturbances()
    self.init(
      trainer: try reader.trainer(disturbances), disturbances: disturbances,
      lastValidation: progress.lastValidation, unvalidated: try reader.unvalidated(),
      elapsed: try reader.elapsed(),
      dataFingerprint: progress.dataFingerprint)
  }

  private static func container(_ bytes: [UInt8]) throws(SavedTrainingError) -> Safetensors {
    do {
      return try Safetensors(bytes)
    } catch {
      throw .container(error)
    }
  }
}

extension SavedTraining {
  /// The numbers and words of a state; the arrays are tensors beside it. Files of every version have these keys.
  fileprivate struct Progress: Codable {
    var step: Int
    var plannedSteps: Int?
    var scheduleSteps: Int?
    var learningRate: Double
    var bestStep: Int?
    var bestValidation: Validation?
    var epochsSinceBest: Int
    var smallestLoss: Double
    var optimizerSteps: Int
    /// The provider's position; a data set's is that in the order of its batches.
    var orderPosition: Int
    var perturbations: [Perturbation]
    var interventions: [Intervention]
    var reachTraining: Bool
    var lastPerturbations: [Perturbation]
    var lastValidation: Validation?
    var unvalidated: StepScalars?
    var elapsed: Double
    var dataFingerprint: String?

    init(_ saved: SavedTraining) {
      let trainer = saved.trainer
      step = trainer.step
      plannedSteps = trainer.plannedSteps
      scheduleSteps = trainer.scheduleSteps
      learningRate = trainer.learningRate
      bestStep = trainer.best?.step
      bestValidation = trainer.best?.validation
      epochsSinceBest = trainer.validationsSinceBest
      smallestLoss = trainer.smallestLoss
      optimizerSteps = trainer.optimizer.count
      orderPosition = trainer.provider.position
      perturbations = saved.disturbances.perturbations
      interventions = saved.disturbances.interventions
      reachTraining = saved.disturbances.reachTraining
      lastPerturbations = trainer.lastPerturbations
      lastValidation = saved.lastValidation
      unvalidated = saved.unvalidated
      elapsed = saved.elapsed
      dataFingerprint = saved.dataFingerprint
    }

    // Foundation writes the shortest decimals that are read as the same number.
    private static let (infinity, minusInfinity, nan) = ("inf", "-inf", "nan")

    fileprivate var json: String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: Self.infinity, negativeInfinity: Self.minusInfinity, nan: Self.nan)
      do {
        return String(decoding: try encoder.encode(self), as: UTF8.self)
      } catch {
        preconditionFailure("numbers and text always have a JSON form: \(error)")
      }
    }

    init(json: String) throws {
      let decoder = JSONDecoder()
      decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: Self.infinity, negativeInfinity: Self.minusInfinity, nan: Self.nan)
      self = try decoder.decode(Self.self, from: Data(json.utf8))
    }
  }
}

/// Reads the parts of a state and checks each against the plan.
private struct StateReader {
  let tensors: [SafetensorsTensor]
  let progress: SavedTraining.Progress
  let plan: TrainingPlan

  private typealias Key = SavedTraining.Key

  func trainer(_ disturbances: Disturbances) throws(SavedTrainingError) -> TrainerState {
    let planned = [progress.plannedSteps, progress.scheduleSteps]
    try check(
      [progress.step, progress.epochsSinceBest].allSatisfy(OptimizerState.plausibleCounts.contains)
        && planned.allSatisfy { ($0 == nil) == (plan.provider.plannedSteps == nil) }
        && planned.allSatisfy { $0.map { OptimizerState.plausibleCounts.contains($0) && $0 > 0 } ?? true }
        && progress.step <= progress.plannedSteps ?? .max && progress.optimizerSteps <= progress.step,
      "its steps")
    try check(progress.learningRate.isFinite && progress.learningRate > 0, "its learning rate")
    try check(!progress.smallestLoss.isNaN, "its smallest loss")
    let provider = try provider()
    let lastBatch = try values(Key.lastBatch) { tensor throws(SafetensorsError) in
      try tensor.int64s().map { Int($0) }
    }
    let hasLastBatch = !lastBatch.isEmpty && plan.provider.batch(lastBatch) != nil
    // A stream forgets; a finished data set has every batch.
    try check(lastBatch.isEmpty || hasLastBatch || plan.provider.fingerprint == nil, "its newest batch")
    return TrainerState(
      step: progress.step, plannedSteps: progress.plannedSteps, scheduleSteps: progress.scheduleSteps,
      learningRate: progress.learningRate, parameters: try parameters(Key.parameters),
      lastGood: try parameters(Key.lastGood), best: try best(),
      validationsSinceBest: progress.epochsSinceBest, smallestLoss: progress.smallestLoss,
      optimizer: try optimizer(), provider: provider, lastBatch: hasLastBatch ? lastBatch : [],
      perturbations: disturbances.ofTraining, lastPerturbations: try perturbations(progress.lastPerturbations)
    )
  }

  func disturbances() throws(SavedTrainingError) -> Disturbances {
    var disturbances = Disturbances()
    let model = plan.description.model
    for perturbation in try perturbations(progress.perturbations) { disturbances.add(perturbation) }
    for intervention in progress.interventions {
      try check(intervention.target.exists(in: model), "its interventions")
      disturbances.add(intervention)
    }
    disturbances.reachTraining = progress.reachTraining
    return disturbances
  }

  func unvalidated() throws(SavedTrainingError) -> StepScalars? {
    try check(progress.unvalidated?.step ?? progress.step == progress.step, "its newest step")
    return progress.unvalidated
  }

  func elapsed() throws(SavedTrainingError) -> Double {
    try check(progress.elapsed >= 0 && progress.elapsed < 1e12, "its elapsed time")
    return progress.elapsed
  }

  private func best() throws(SavedTrainingError) -> TrainerState.Best? {
    guard let step = progress.bestStep, let validation = progress.bestValidation else { return nil }
    try check((0...progress.step).contains(step) && validation.loss.isFinite, "its best step")
    return TrainerState.Best(parameters: try parameters(Key.best), step: step, validation: validation)
  }

  private func optimizer() throws(SavedTrainingError) -> OptimizerState {
    var state = OptimizerState(count: progress.optimizerSteps, vectors: [:])
    for name in tensors.map(\.name) where name.hasPrefix(Key.optimizer) {
      state.vectors[String(name.dropFirst(Key.optimizer.count))] = try floats(name)
    }
    var optimizer = ChosenRule(plan.configuration.optimizer, parameterCount: plan.model.parameterCount)
    do {
      try optimizer.restore(state)
    } catch {
      throw .damaged("\(error)")
    }
    return state
  }

  private func provider() throws(SavedTrainingError) -> ProviderState {
    let state = ProviderState(
      position: progress.orderPosition, tensors: tensors.filter { Key.isProvider($0.name) })
    do {
      _ = try plan.provider.resuming(at: state)
    } catch {
      throw .damaged("\(error)")
    }
    return state
  }

  private func perturbations(_ all: [Perturbation]) throws(SavedTrainingError) -> [Perturbation] {
    let inputs = 0..<plan.provider.schema.inputWidth
    try check(
      all.allSatisfy {
        inputs.contains($0.channel) && $0.magnitude.isFinite && (0...1).contains($0.probability)
      }, "its perturbations")
    return all
  }

  private func parameters(_ name: String) throws(SavedTrainingError) -> [Float] {
    let values = try floats(name)
    let layout = plan.model.cell.layout
    try check(values.count == layout.count, "its number of parameters")
    for entry in layout.entries {
      let isAllowed = values[entry.range].allSatisfy { $0.isFinite && entry.constraint.allows($0) }
      try check(isAllowed, "a value of \(entry.name)")
    }
    return values
  }

  private func floats(_ name: String) throws(SavedTrainingError) -> [Float] {
    try values(name) { tensor throws(SafetensorsError) in try tensor.floats() }
  }

  private func values<Element>(
    _ name: String, _ read: (SafetensorsTensor) throws(SafetensorsError) -> [Element]
  ) throws(SavedTrainingError) -> [Element] {
    guard let tensor = tensors.first(where: { $0.name == name }) else {
      throw .damaged("it has no tensor \(name.quoted)")
    }
    do {
      return try read(tensor)
    } catch {
      throw .container(error)
    }
  }

  private func check(_ holds: Bool, _ what: String) throws(SavedTrainingError) {
    guard holds else { throw .damaged("\(what) cannot be right") }
  }
}
