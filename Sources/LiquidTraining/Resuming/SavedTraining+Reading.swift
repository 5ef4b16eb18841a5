import Liquid
import LiquidData
import Telemetry

extension SavedTraining {
  /// Reads a state of the run that a plan describes, and believes nothing that is in it.
  ///
  /// - Throws: where the bytes are damaged, of another version, or of a run on other data.
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
    guard progress.dataFingerprint == plan.dataFingerprint else { throw .otherData }
    let reader = StateReader(
      tensors: Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) }), progress: progress,
      plan: plan)
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

/// Takes a state apart and checks each part against the plan.
private struct StateReader {
  let tensors: [String: SafetensorsTensor]
  let progress: SavedTraining.Progress
  let plan: TrainingPlan

  private typealias Key = SavedTraining.Key

  func trainer(_ disturbances: Disturbances) throws(SavedTrainingError) -> TrainerState {
    try check(
      [progress.step, progress.epochsSinceBest].allSatisfy(OptimizerState.plausibleCounts.contains)
        && [progress.plannedSteps, progress.scheduleSteps].allSatisfy {
          OptimizerState.plausibleCounts.contains($0) && $0 > 0
        }
        && progress.step <= progress.plannedSteps && progress.optimizerSteps <= progress.step,
      "its steps")
    try check(progress.learningRate.isFinite && progress.learningRate > 0, "its learning rate")
    try check(!progress.smallestLoss.isNaN, "its smallest loss")
    let lastBatch = try indices(Key.lastBatch)
    let sequences = 0..<plan.dataset.count(of: .train)
    try check(lastBatch.allSatisfy(sequences.contains), "its newest batch")
    return TrainerState(
      step: progress.step, plannedSteps: progress.plannedSteps, scheduleSteps: progress.scheduleSteps,
      learningRate: progress.learningRate, parameters: try parameters(Key.parameters),
      lastGood: try parameters(Key.lastGood), best: try best(), epochsSinceBest: progress.epochsSinceBest,
      smallestLoss: progress.smallestLoss, optimizer: try optimizer(), order: try order(),
      lastBatch: lastBatch,
      perturbations: disturbances.ofTraining, lastPerturbations: try perturbations(progress.lastPerturbations)
    )
  }

  func disturbances() throws(SavedTrainingError) -> Disturbances {
    var disturbances = Disturbances()
    let neurons = 0..<plan.model.cell.wiring.neurons
    for perturbation in try perturbations(progress.perturbations) { disturbances.add(perturbation) }
    for intervention in progress.interventions {
      try check(neurons.contains(intervention.neuron), "its interventions")
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
    for name in tensors.keys where name.hasPrefix(Key.optimizer) {
      state.vectors[String(name.dropFirst(Key.optimizer.count))] = try floats(name)
    }
    var optimizer = Optimizer(plan.configuration.optimizer, parameterCount: plan.model.parameterCount)
    do {
      try optimizer.restore(state)
    } catch {
      throw .damaged("\(error)")
    }
    return state
  }

  private func order() throws(SavedTrainingError) -> BatchOrder {
    let words = try indices(Key.generator).map { UInt64(UInt(bitPattern: $0)) }
    let order = BatchOrder(
      order: try indices(Key.order), position: progress.orderPosition, generatorWords: words,
      batchSize: plan.configuration.batchSize)
    guard let order, order.order.count == plan.dataset.count(of: .train) else {
      throw .damaged("its order of the batches is impossible")
    }
    return order
  }

  private func perturbations(_ all: [Perturbation]) throws(SavedTrainingError) -> [Perturbation] {
    let inputs = 0..<plan.dataset.inputWidth
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

  private func indices(_ name: String) throws(SavedTrainingError) -> [Int] {
    try values(name) { tensor throws(SafetensorsError) in try tensor.int64s().map { Int($0) } }
  }

  private func values<Element>(
    _ name: String, _ read: (SafetensorsTensor) throws(SafetensorsError) -> [Element]
  ) throws(SavedTrainingError) -> [Element] {
    guard let tensor = tensors[name] else { throw .damaged("it has no tensor \(quotedForMessage(name))") }
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
