import Foundation
import Liquid
import LiquidData
import LiquidTraining

/// `lnn-top eval`: metrics, and on request predictions, of a trained model on a file.
struct EvalCommand {
  let options: EvalOptions
  let locations: Locations

  func run() throws -> Int32 {
    let predictions = try options.predictions.map(PredictionsFile.output)
    let stored = try StoredModel(path: RunPath.resolve(options.model, locations: locations))
    let dataset = try Dataset(evaluating: Table.read(path: options.data), schema: stored.schema)
    for warning in dataset.warnings { Console.writeMessage("lnn-top: note: \(warning)") }
    let engine = GradientEngine(cell: stored.model.cell, loss: dataset.loss, threads: options.threads)
    let evaluator = Evaluator(dataset: dataset, engine: engine)
    guard let result = evaluator.evaluate(.test, parameters: stored.model.parameters) else {
      throw CommandFailure("\(options.data) holds no target value to compare with")
    }
    if let predictions {
      try PredictionsFile(dataset: dataset, evaluator: evaluator, parameters: stored.model.parameters)
        .write(to: predictions)
    }
    let summary = EvalSummary(
      sequences: dataset.count(of: .test), loss: result.loss.isFinite ? result.loss : nil,
      lossName: dataset.loss.name,
      metricName: dataset.schema.metricName, metric: result.metric.isFinite ? result.metric : nil,
      predictions: options.predictions)
    Console.writeResult(options.json ? JSONText.line(summary) : summary.text)
    return ExitStatus.success
  }
}

/// The result of an evaluation.
private struct EvalSummary: Encodable {
  var sequences: Int
  /// Nil where it is not finite, as the metric.
  var loss: Double?
  var lossName: String
  var metricName: String
  var metric: Double?
  var predictions: String?

  private enum CodingKeys: String, CodingKey {
    case sequences
    case loss
    case lossName = "loss_name"
    case metricName = "metric"
    case metric = "metric_value"
    case predictions
  }

  var text: String {
    let shownLoss = lossName == metricName ? "loss" : lossName
    var rows = [
      ["sequences", "\(sequences)"], [shownLoss, ProgressText.number(loss ?? .nan)],
      [metricName, ProgressText.number(metric ?? .nan)],
    ]
    if let predictions { rows.append(["predictions", predictions]) }
    return rows.map {
      $0[0].padding(toLength: max(15, lossName.count + 2), withPad: " ", startingAt: 0) + $0[1]
    }
    .joined(separator: "\n")
  }
}
