import Liquid
import Testing

@Suite struct TorchTrainingTests {
  @Test
  func of20StepsFromTheSameWeightsOnTheSameBatchesEndAtTorchsWeightsTo1e4() throws {
    let cases = try TorchFixture.load().trainings
    #expect(cases.count == 3)
    for training in cases {
      #expect(Set(training.runs.map(\.optimizer.kind)) == Set(OptimizerOptions.Kind.allCases))
      for run in training.runs {
        let (model, losses) = try trained(training, run)
        for (loss, expected) in zip(losses, run.losses) {
          #expect(abs(loss - expected) < 1e-4 * expected, "\(training.name), \(run.optimizer)")
        }
        for entry in model.cell.layout.entries {
          let expected = try #require(run.expected[entry.name])
          #expect(expected.count == entry.range.count)
          let worst =
            zip(model.parameters[entry.range], expected)
            .map { abs(Double($0) - $1) }.max() ?? 0
          #expect(worst < 1e-4, "\(training.name), \(run.optimizer), \(entry.name)")
        }
      }
    }
  }

  private func trained(
    _ training: TorchFixture.TrainingCase, _ run: TorchFixture.TrainingCase.Run
  ) throws -> (Model, losses: [Double]) {
    var model = try training.model()
    let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 2)
    var optimizer = ChosenRule(run.optimizer.options, parameterCount: model.parameterCount)
    let rate = try #require(run.optimizer.learningRate)
    let batches = training.batches.indices.map(training.batch)
    let losses = run.losses.indices.map { step in
      let loss = engine.lossAndGradient(
        uncheckedParameters: model.parameters, batch: batches[step % batches.count])
      optimizer.step(
        parameters: &model.parameters, gradient: engine.gradient, learningRate: rate,
        layout: model.cell.layout)
      return loss
    }
    #expect(losses.count == 20)
    return (model, losses)
  }
}
