import Explanations
import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct EffectStudyTests {
  private static func batch(sequences: Int, steps: Int, seed: UInt64, target: ([Float]) -> Float) throws
    -> SequenceBatch
  {
    var generator = SeededGenerator(seed: seed)
    let inputs = (0..<sequences).map { _ in
      (0..<steps).map { _ in (0..<3).map { _ in Float(generator.normal()) } }
    }
    return try SequenceBatch(inputs: inputs, targets: inputs.map { $0.map { [target($0)] } })
  }

  /// A trained network whose targets follow the first of its inputs alone.
  private static func trained() throws -> Model {
    let wiring = try Wiring.fullyConnected(inputs: 3, units: 6, outputs: 1, seed: 2)
    let engine = try GradientEngine(cell: LTC(wiring: wiring), loss: .meanSquaredError)
    var model = Model(cell: engine.cell, seed: 2)
    var optimizer = try Optimizer(layout: engine.cell.layout)
    for step in 0..<300 {
      let batch = try batch(sequences: 16, steps: 6, seed: UInt64(step + 50)) { tanh($0[0]) * 0.6 }
      _ = try engine.lossAndGradient(parameters: model.parameters, batch: batch)
      try optimizer.step(&model, gradient: engine.gradient, learningRate: 0.02)
    }
    return model
  }

  @Test func theInputThatTheTargetsFollowIsTheOneThatCounts() throws {
    let model = try Self.trained()
    let batch = try Self.batch(sequences: 60, steps: 6, seed: 9) { tanh($0[0]) * 0.6 }
    let study = EffectStudy(model: model, batch: batch, loss: .meanSquaredError, threads: 2, seed: 1)
    for kind in AblationKind.allCases {
      let effects = study.effects(of: (0..<3).map { .input($0) }, kind)
      #expect(effects[0].skill.lower > 0 && effects[0].loss.lower > 0, "\(kind): \(effects[0])")
      for other in effects[1...] {
        #expect(other.skill.mean < effects[0].skill.mean / 10, "\(kind): \(other)")
      }
    }
  }

  @Test func threadsChangeNothing() throws {
    let model = try Self.trained()
    let batch = try Self.batch(sequences: 5, steps: 30, seed: 9) { $0[1] }
    let studies = [1, 3].map {
      EffectStudy(model: model, batch: batch, loss: .meanSquaredError, threads: $0, seed: 1)
    }
    for kind in AblationKind.allCases {
      #expect(
        studies[0].effects(of: studies[0].targets, kind) == studies[1].effects(of: studies[1].targets, kind))
    }
  }

  /// Where nothing is known of the targets an effect on the skill is chance: 95 % of the intervals hold 0.
  @Test func intervalsHoldZeroWhereThereIsNothingToFind() throws {
    var (held, all) = (0, 0)
    for seed in UInt64(1)...12 {
      let wiring = try Wiring.autoNCP(inputs: 3, units: 10, outputs: 1, seed: seed)
      let untrained = Model(cell: try LTC(wiring: wiring), seed: seed)
      var generator = SeededGenerator(seed: seed &+ 1000)
      let noise = try Self.batch(sequences: 60, steps: 5, seed: seed) { _ in Float(generator.normal()) }
      let study = EffectStudy(model: untrained, batch: noise, loss: .meanSquaredError, threads: 2, seed: seed)
      for effect in study.effects(of: study.targets, .mean) where effect.outputs > 1e-5 {
        all += 1
        if effect.skill.holdsZero { held += 1 }
      }
    }
    let share = Double(held) / Double(all)
    #expect(share > 0.88 && all > 300, "\(held) of \(all)")
  }
}
