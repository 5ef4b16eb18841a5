import Foundation
import Liquid
import LiquidData
import LiquidTraining
import Telemetry

/// `lnn-top eval`: metrics, and on request predictions, of a model on a file.
struct EvalCommand {
  let options: EvalOptions
  let locations: Locations

  func run() throws -> Int32 {
    let predictions = try options.predictions.map(PredictionsFile.output)
    let stored = try StoredModel(path: RunPath.resolve(options.model, locations: locations))
    let task = try EvaluationTask(options: options, stored: stored, locations: locations)
    let dataset = task.dataset
    for warning in task.notes + dataset.warnings { Console.writeMessage("lnn-top: note: \(warning)") }
    let engine = GradientEngine(cell: stored.model.cell, loss: dataset.loss, threads: options.threads)
    let evaluator = Evaluator(schema: dataset.schema, engine: engine)
    let result =
      task.hasTargets
      ? evaluator.evaluate(dataset.sequences(of: .test), parameters: stored.model.parameters) : nil
    guard result != nil || predictions != nil else {
      throw CommandFailure("\(task.name) holds no target value to compare with")
    }
    if let predictions {
      try PredictionsFile(task: task, evaluator: evaluator, parameters: stored.model.parameters)
        .write(to: predictions)
    }
    let conditions = try task.hasTargets ? conditionResults(dataset, evaluator, stored.model.parameters) : []
    let summary = EvalSummary(
      options: options, isImported: stored.schema == nil, dataset: dataset, result: result,
      conditions: conditions)
    Console.writeResult(options.json ? JSONText.line(summary) : summary.text)
    guard result?.loss.isFinite ?? true else {
      throw CommandFailure("the network's answers are not all finite numbers: the metrics mean nothing")
    }
    return ExitStatus.success
  }

  private func conditionResults(
    _ dataset: Dataset, _ evaluator: Evaluator, _ parameters: [Float]
  ) throws -> [ConditionResult] {
    try options.tests.conditions.compactMap { condition in
      let harder = try dataset.tested(under: condition).sequences(of: .test)
      let result = evaluator.evaluate(harder, parameters: parameters)
      return result.map { ConditionResult(kind: condition.kind.rawValue, level: condition.level, result: $0) }
    }
  }
}

/// The result of an evaluation; without targets it has no loss and no metric.
private struct EvalSummary: Encodable {
  var sequences: Int
  /// Rows of each, where sequences were cut into windows.
  var window: Int?
  /// The columns that an imported network saw.
  var inputs: [String]?
  /// Nil where it is not finite, as the metric.
  var loss: Double?
  var lossName: String?
  var metricName: String?
  var metric: Double?
  var predictions: String?
  /// Nil where none was asked for.
  var lines: [ConditionLine]?
  private var conditions: [ConditionResult]

  init(
    options: EvalOptions, isImported: Bool, dataset: Dataset, result: Validation?,
    conditions: [ConditionResult]
  ) {
    self.conditions = conditions
    lines = conditions.isEmpty ? nil : conditions.map(ConditionLine.init)
    sequences = dataset.count(of: .test)
    window = options.whole ? nil : dataset.schema.window
    inputs = isImported ? dataset.schema.inputNames : nil
    predictions = options.predictions
    guard let result else { return }
    loss = result.loss.isFinite ? result.loss : nil
    lossName = dataset.loss.name
    metric = result.metric.isFinite ? result.metric : nil
    metricName = dataset.schema.metricName
  }

  private enum CodingKeys: String, CodingKey {
    case sequences
    case window
    case inputs
    case loss
    case lossName = "loss_name"
    case metricName = "metric"
    case metric = "metric_value"
    case predictions
    case lines = "conditions"
  }

  var text: String {
    var rows = [("sequences", "\(sequences)")]
    if let window { rows[0].1 += ", windows of \(window) rows that each start anew (--whole: the whole)" }
    if let inputs { rows.append(("inputs", inputs.joined(separator: ", "))) }
    if let lossName {
      rows.append((lossName == metricName ? "loss" : lossName, ProgressText.number(loss ?? .nan)))
    }
    if let metricName { rows.append((metricName, ProgressText.number(metric ?? .nan))) }
    for condition in conditions {
      rows.append((ConditionText.name(condition), ConditionText.figures(condition, metricName: metricName)))
    }
    if let predictions { rows.append(("predictions", predictions)) }
    return SummaryText.lines(rows)
  }
}
