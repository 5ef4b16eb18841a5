import Liquid
import LiquidData
import LiquidTraining
import RunStore
import Telemetry

/// A recorded run that is to be resumed: where it stands and the options it was recorded with.
struct ResumedRun {
  let path: String
  let description: RunDescription
  /// The run's own options, as changed by the command line.
  let options: TrainOptions
  /// Nil for a run that was stopped before its first step was recorded.
  private let checkpoint: Checkpoint?
  /// The checkpoint's key in the file; 0 where there is none.
  let sequence: Int
  /// Of the data it was trained on; nil where unknown.
  let fingerprint: String?
  /// The last step that was recorded; those after the checkpoint are trained again.
  private let lastStep: Int

  /// - Parameters:
  ///   - name: the run as the command line names it.
  ///   - asked: the options of the command line.
  /// - Throws: where the run cannot be resumed; the error says what can be done instead.
  init(_ name: String, asked: TrainOptions, locations: Locations) throws {
    path = RunPath.resolve(name, locations: locations)
    let reader = try RunReader(path: path)
    description = reader.description
    guard !description.isStream else {
      throw CommandFailure("\(path) is a stream's run; 'lnn-top stream --resume \(path)' goes on with it")
    }
    try Self.check(reader.state, path: path, isLengthened: asked.plansAnew)
    var options: TrainOptions
    do {
      options = try asked.resuming(recorded: description.configuration, run: path)
    } catch {
      throw UsageError(error, command: TrainOptions.table.name)
    }
    // Data that were moved may be in a file of another name.
    options.name = description.name
    fingerprint = reader.fingerprint
    lastStep = reader.lastStep ?? 0
    if let newest = reader.newestResumable() {
      (checkpoint, sequence) = newest
    } else if reader.hasNotBegun, reader.damage == nil {
      (checkpoint, sequence) = (nil, 0)
      options.start = description.configuration["init"]
    } else {
      throw reader.damage
        ?? CommandFailure(
          "\(path) holds no training state to go on from, as runs of older versions do not;"
            + " --init \(path) starts a new run from its weights")
    }
    self.options = options
  }

  /// Throws where the file's description of the network or the data is wrong: others rely on it.
  func check(_ model: Model, _ dataset: Dataset) throws {
    let (wiring, stored) = (model.cell.wiring, description.model)
    guard stored.neurons.count == wiring.neurons, stored.parameterCount == model.parameters.count,
      stored.synapses.count == wiring.synapses.count + wiring.sensorySynapses.count,
      description.task.inputNames == dataset.schema.inputNames,
      description.task.outputNames == dataset.schema.outputNames
    else {
      throw CommandFailure(
        "\(path) describes another network or other columns than it was trained with: it is damaged")
    }
  }

  private static func check(_ state: RunState, path: String, isLengthened: Bool) throws {
    switch state {
    case .recording:
      throw CommandFailure(
        "\(path) is being recorded right now; 'lnn-top attach \(path)' follows it, and once it has stopped it can be"
          + " resumed")
    case .finished(let outcome) where outcome.state == .diverged:
      throw CommandFailure(
        "\(path) diverged, so there is no good way on from its end; --init \(path) with a smaller --learning-rate"
          + " starts a new run from its best weights")
    case .finished(let outcome) where outcome.state == .done && !isLengthened:
      throw CommandFailure(
        "\(path) is done after \(outcome.steps) steps; --epochs N with more epochs in all trains it further")
    case .interrupted, .finished:
      return
    }
  }

  /// The network as it was built when the run began; nil where it is still to be built.
  func cell() throws -> (any NetworkCell)? {
    guard let checkpoint else { return nil }
    do {
      return try ModelFile.read(checkpoint.model).model.network
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }

  /// The run's saved training, with the number of steps that the command line asks for; nil where no step was made.
  ///
  /// - Parameter plan: with the run's own data, network and configuration.
  func training(plan: TrainingPlan, dataPath: String) throws -> SavedTraining? {
    let otherData = CommandFailure(
      "\(dataPath) does not hold the data that \(path) was trained on; where they were moved, name them:"
        + " lnn-top train DATA --resume \(path)")
    guard let checkpoint else {
      guard fingerprint == nil || fingerprint == plan.provider.fingerprint else { throw otherData }
      return nil
    }
    var saved: SavedTraining
    do {
      saved = try SavedTraining(checkpoint.trainingState ?? [], plan: plan)
    } catch .otherData {
      throw otherData
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
    guard options.plansAnew else { return saved }
    let made = max(saved.step, lastStep)
    guard let steps = plan.provider.plannedSteps, steps > made else {
      let epochs = plan.description.stepsPerEpoch.map { ", \($0) an epoch" } ?? ""
      throw CommandFailure(
        "\(path) has made \(made) steps already\(epochs); ask for more than these in all")
    }
    saved.replan(steps: steps, patience: plan.configuration.patience)
    try checkSchedule(plan.configuration, saved)
    return saved
  }

  /// A rate of 0 would train nothing.
  private func checkSchedule(_ configuration: TrainingConfiguration, _ saved: SavedTraining) throws {
    guard saved.hasExhausted(configuration.schedule) else { return }
    throw CommandFailure(
      "the learning rate of \(path) has come to 0 at the end of its schedule, so that more steps would change nothing;"
        + " --init \(path) starts a new run from its weights")
  }

  /// Notes to show before training goes on.
  func notes(_ saved: SavedTraining, schedule: LearningRateSchedule) -> [String] {
    guard let planned = saved.plannedSteps, let scheduled = saved.scheduleSteps, planned != scheduled,
      case .cosine = schedule.shape
    else { return [] }
    return [
      "the learning rate keeps to the schedule of the \(scheduled) steps planned at first, so the result is not that of"
        + " a run planned for \(planned)"
    ]
  }

  /// `resumes a.lnnrun at step 120 of 300; still in force: 1 intervention`
  func summary(_ saved: SavedTraining?) -> String {
    guard let saved else { return "resumes \(path) from its beginning: no step was recorded" }
    let active = saved.activeChanges(configuredRate: options.learningRate)
    let planned = saved.plannedSteps.map { " of \($0)" } ?? ""
    let kept = active.isEmpty ? "" : "; still in force: \(active.joined(separator: ", "))"
    return "resumes \(path) at step \(saved.step)\(planned)\(kept)"
  }
}
