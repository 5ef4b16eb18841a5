import Foundation
import LiquidData

/// What is trained on: the person's file and words, or the sample that comes with the program.
struct TaskChoice {
  /// The data file.
  let path: String
  let definition: TaskDefinition

  init(options: TrainOptions, locations: Locations) throws {
    if let data = options.data {
      path = data
      definition = options.task(named: options.name ?? Self.name(of: data))
      return
    }
    let file = SampleTask.laneKeeping.sampleFileName
    guard let sample = locations.sample(file) else {
      throw CommandFailure(
        "the sample \(file) is not where the program was installed; name a file: lnn-top train DATA"
      )
    }
    path = sample
    definition = options.refined(SampleTask.laneKeeping)
  }

  /// Every option in force with the task's own words for what the person left open, so that the record alone says what
  /// was trained on, wherever it is read.
  func recorded(_ options: TrainOptions) -> [String: String] {
    var options = options
    options.inputs = definition.inputs
    options.targets = definition.targets
    options.time = definition.time
    options.sequence = definition.sequence
    options.kind = definition.kind
    options.window = definition.window
    options.stride = definition.stride
    options.data = URL(fileURLWithPath: path).standardizedFileURL.path
    return options.configuration
  }

  /// The file's name without its ending.
  private static func name(of path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }
}

extension TrainOptions {
  /// The task in the person's words.
  fileprivate func task(named name: String) -> TaskDefinition {
    TaskDefinition(
      name: name, inputs: inputs, targets: targets, time: time, sequence: sequence, kind: kind,
      window: window,
      stride: stride, split: split, horizon: horizon ?? 1, missing: missing, loss: learning.chosenLoss,
      classWeights: learning.classWeights, targetSteps: learning.targetSteps,
      metric: learning.metric)
  }

  /// A prepared task, changed where the person said something else.
  fileprivate func refined(_ task: TaskDefinition) -> TaskDefinition {
    var refined = self.task(named: name ?? task.name)
    refined.inputs = inputs ?? task.inputs
    refined.targets = targets ?? task.targets
    refined.time = time ?? task.time
    refined.sequence = sequence ?? task.sequence
    refined.kind = kind ?? task.kind
    refined.window = window ?? task.window
    refined.stride = stride ?? task.stride
    return refined
  }
}
