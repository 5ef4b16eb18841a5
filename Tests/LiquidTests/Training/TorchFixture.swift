import Foundation
import Liquid

/// What torch computes, made by Tests/Fixtures/make_torch_fixtures.py.
struct TorchFixture: Decodable {
  let losses: [LossCase]
  let optimizers: [OptimizerCase]
  let schedules: [ScheduleCase]
  let trainings: [TrainingCase]

  /// One step a row.
  struct LossCase: Decodable {
    let loss: Loss
    let width: Int
    /// `[rows, width]`
    let outputs: [Float]
    /// `[rows, targets a row]`
    let targets: [Float]
    let weights: [Float]
    let value: Double
    let gradient: [Double]
  }

  struct OptimizerChoice: Decodable, CustomStringConvertible {
    let kind: OptimizerOptions.Kind
    let momentum: Double?
    let isNesterov: Bool?
    let weightDecay: Double?
    let learningRate: Float?

    var options: OptimizerOptions {
      .init(kind, momentum: momentum ?? 0, isNesterov: isNesterov ?? false, weightDecay: weightDecay)
    }

    var description: String { "\(options)" }
  }

  struct OptimizerCase: Decodable {
    let optimizer: OptimizerChoice
    let learningRate: Float
    let start: [Float]
    /// `[steps][parameters]`
    let gradients: [[Float]]
    /// The parameters after each step.
    let expected: [[Double]]
  }

  struct ScheduleCase: Decodable {
    let shape: String
    let warmup: Int
    let plannedSteps: Int
    let factors: [Double]
  }

  static func load() throws -> TorchFixture {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let data = try Data(contentsOf: tests.appendingPathComponent("Fixtures/torch_training.json"))
    return try JSONDecoder().decode(TorchFixture.self, from: data)
  }
}
