import Foundation
import Liquid
import LiquidData
import Text

/// The rows that a network is explained on.
struct ExplainedData {
  let network: ExplainedNetwork
  let dataset: Dataset
  let loss: Loss
  /// Sequences with their targets.
  let batch: SequenceBatch
  /// What the rows are, in words.
  let part: String
  /// All sequences of the part.
  private let all: SequenceSet
  let notes: [String]
  /// What a model file says of the network's data.
  let metadata: [String: String]

  /// - Throws: where the model or its data cannot be read.
  init(_ options: ExplainOptions, locations: Locations) throws {
    let path = RunPath.resolve(options.model, locations: locations)
    let stored = try StoredModel(path: path)
    var evaluation = EvalOptions()
    evaluation.model = options.model
    (evaluation.data, evaluation.task, evaluation.dataFolder) = (
      options.data, options.task, options.dataFolder
    )
    evaluation.reading = options.reading
    evaluation.part = options.part
    evaluation.mayLackTargets = true
    if options.data == nil, options.task == nil {
      try evaluation.takeOwnData(of: path, hint: "name them, lnn-top explain MODEL DATA")
      if evaluation.part == nil { evaluation.part = .validation }
    }
    let task = try Self.task(
      evaluation, stored, locations, isOwn: options.data == nil && options.task == nil)
    dataset = task.dataset
    metadata = stored.schema.map { SchemaMetadata.metadata(of: $0, training: stored.training) } ?? [:]
    loss = dataset.loss
    network = ExplainedNetwork(model: stored.model, schema: dataset.schema)
    part = task.choice == .all ? "all rows" : "\(task.choice.rawValue) part"
    all = dataset.sequences(of: .test)
    guard all.count > 0 else { throw CommandFailure("\(task.name) has no rows to explain answers on") }
    let chosen = Self.sequences(of: dataset, rows: options.rows)
    batch = all.batch(chosen)
    let left =
      chosen.count < all.count
      ? ["\(chosen.count) of \(all.count) sequences are used (--rows takes more)"] : []
    notes = task.notes.filter { _ in options.data != nil || options.task != nil } + left
  }

  private static func task(
    _ options: EvalOptions, _ stored: StoredModel, _ locations: Locations, isOwn: Bool
  ) throws -> EvaluationTask {
    do {
      return try EvaluationTask(options: options, stored: stored, locations: locations)
    } catch {
      guard isOwn, error is DataError else { throw error }
      throw CommandFailure("\(error); where the data have moved, name them after the run")
    }
  }

  /// As many sequences as have so many rows, evenly over the part.
  private static func sequences(of dataset: Dataset, rows: Int) -> [Int] {
    let count = dataset.count(of: .test)
    let lengths = (0..<count).map { dataset.stepCount(.test, index: $0) }
    let total = lengths.reduce(0, +)
    guard total > rows, count > 1 else { return Array(0..<count) }
    let kept = max(1, count * rows / total)
    return (0..<kept).map { $0 * count / kept }
  }

  /// The mean loss of a network on the rows; NaN where no target counts.
  func loss(of model: Model) -> Double {
    let total = loss.total(
      outputs: DisturbedNetwork(model: model).outputs(batch), width: model.network.outputWidth, batch: batch)
    return total.weight > 0 ? total.sum / total.weight : .nan
  }

  /// Whether there is a target to compare answers with.
  var hasTargets: Bool { batch.targetWeights.contains { $0 > 0 } }

  /// An answer and what led to it.
  struct Place {
    /// Counted from 0 over all sequences of the part, as `step` within it.
    let sequence: Int
    let step: Int
    let inputs: [Float]
    let elapsed: [Float]
    /// Of each step up to this one, safe to show; nil where the data are no texts.
    let words: [String]?
  }

  /// The answer that a person means.
  ///
  /// - Throws: where there is no such sequence or step.
  func answer(at place: ExplainedPlace?) throws -> Place {
    let sequence = (place?.sequence ?? 1) - 1
    guard sequence < all.count else {
      throw CommandFailure(
        "there is no sequence \(sequence + 1): the \(part) has \(counted(all.count, "sequence")), from 1 on")
    }
    let own = all.batch([sequence])
    let length = own.lengths[0]
    let step = (place?.step ?? length) - 1
    guard step < length else {
      throw CommandFailure(
        "there is no step \(step + 1): sequence \(sequence + 1) has \(counted(length, "step")), from 1 on")
    }
    return Place(
      sequence: sequence, step: step, inputs: Array(own.inputs[..<(length * own.inputWidth)]),
      elapsed: Array(own.elapsed[..<length]),
      words: dataset.words(.test, index: sequence).map { Array($0.prefix(step + 1)) })
  }

  /// The inputs and times of one of the sequences.
  func sequence(_ index: Int) -> (inputs: [Float], elapsed: [Float]) {
    let (steps, width, length) = (batch.steps, batch.inputWidth, batch.lengths[index])
    return (
      Array(batch.inputs[(index * steps * width)..<((index * steps + length) * width)]),
      Array(batch.elapsed[(index * steps)..<(index * steps + length)])
    )
  }
}
