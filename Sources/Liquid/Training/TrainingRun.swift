import Dispatch
import Text

/// A training as an asynchronous sequence of its progress; `Trainer.fit` makes it.
///
/// It trains while it is iterated over. Iterated over a second time it trains once more, from where the model is then.
/// Each time the best model is chosen anew.
public struct TrainingRun: AsyncSequence, Sendable {
  /// How often there is a report.
  public enum Reports: Sendable, Hashable {
    case everyEpoch
    /// After each so many steps, at least 1, and after each epoch.
    case every(steps: Int)
  }

  let trainer: Trainer
  let plan: FitPlan

  /// Begins the training.
  public func makeAsyncIterator() -> Iterator { Iterator(loop: FitLoop(trainer: trainer, plan: plan)) }

  /// Trains until there is something to report.
  public struct Iterator: AsyncIteratorProtocol {
    let loop: FitLoop

    /// The next progress; nil after the last one, and at once after the task was cancelled.
    public mutating func next() async -> TrainingProgress? {
      let loop = loop
      return await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          // A queue of its own: a step may take longer than a thread of the cooperative pool may be kept.
          loop.queue.async { continuation.resume(returning: loop.advance()) }
        }
      } onCancel: {
        loop.cancel()
      }
    }
  }
}

/// Where a training stands.
public struct TrainingProgress: Sendable, Hashable {
  /// Why a training ended. One that was cancelled just ends.
  public enum Ending: Sendable, Hashable {
    /// All epochs are done.
    case completed
    /// The validation loss had not become smaller for as many epochs as the patience allows.
    case outOfPatience
    /// A loss or a gradient was not finite; the model is that before the step. A smaller learning rate helps.
    case diverged
    /// A batch did not fit the network, or no target of an epoch, or of the validation sequences, counted.
    case failed(NetworkError)
  }

  /// The pass over the data, counted from 1.
  public let epoch: Int
  /// Passes that are planned.
  public let epochs: Int
  /// Steps made in this run.
  public let step: Int
  /// Steps that are planned.
  public let steps: Int
  /// The mean loss over the steps of this epoch so far.
  public let loss: Double
  /// The norm of the newest gradient before it was limited.
  public let gradientNorm: Double
  /// That of the newest step.
  public let learningRate: Double
  /// The loss over the validation sequences, at the end of an epoch; nil where there are none.
  public let validationLoss: Double?
  /// Whether that is the smallest so far, so that `Trainer.bestModel` is the model of this moment.
  public let isBest: Bool
  /// Nil where it goes on.
  public let ending: Ending?
}

/// What `Trainer.fit` is to do.
struct FitPlan: Sendable {
  let data: SequenceSet
  let epochs: Int
  let batchSize: Int
  let validation: SequenceSet?
  let patience: Int?
  let reports: TrainingRun.Reports
  let seed: UInt64

  init(
    data: SequenceSet, epochs: Int, batchSize: Int, validation: SequenceSet?, patience: Int?,
    reports: TrainingRun.Reports, seed: UInt64
  ) throws(NetworkError) {
    func check(_ name: String, _ value: Int?) throws(NetworkError) {
      guard let value, value < 1 else { return }
      throw .option(name: name, value: "\(value)", allowed: "at least 1")
    }
    try check("the number of epochs", epochs)
    try check("batchSize", batchSize)
    try check("patience", patience)
    try check("the number of sequences", data.count)
    guard data.count <= 1 << 32 else {
      throw .option(name: "the number of sequences", value: "\(data.count)", allowed: "at most \(1 << 32)")
    }
    try check("the number of validation sequences", validation?.count)
    if case .every(let steps) = reports { try check("the number of steps between reports", steps) }
    if patience != nil, validation == nil {
      throw .option(
        name: "patience", value: "\(patience ?? 0)", allowed: "left out where there is no validation")
    }
    self.data = data
    self.epochs = epochs
    self.batchSize = batchSize
    self.validation = validation
    self.patience = patience
    self.reports = reports
    self.seed = seed
  }

  var stepsPerEpoch: Int { (data.count - 1) / batchSize + 1 }

  var steps: Int { epochs.saturatingProduct(stepsPerEpoch) }
}
