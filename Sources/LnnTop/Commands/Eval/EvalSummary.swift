import LiquidData
import LiquidTraining
import Telemetry
import Text

/// The result of an evaluation; without targets it has no loss and no metric.
struct EvalSummary: Encodable {
  /// The rows that were evaluated.
  var part: String
  var sequences: Int
  /// Rows of each, where sequences were cut into windows.
  var window: Int?
  /// Rows before each that warm the state up; nil: none.
  var warmUp: Int?
  /// The columns that an imported network saw.
  var inputs: [String]?
  /// Nil where it is not finite, as the metric.
  var loss: Double?
  var lossName: String?
  var isLossNormalized: Bool?
  var metricName: String?
  var metric: Double?
  /// The best answer without a network on the same rows; nil where the model does not know its training targets.
  var naive: NaiveLine.Figure?
  private var verdict: String?
  var predictions: String?
  /// Of the first sequences that have one answer each, where the data have no targets; else nil.
  var answers: [SequenceAnswer]?
  /// The rows after the last one; nil where they were not asked for.
  var future: [FutureForecast.Row]?
  /// Nil where none was asked for.
  var lines: [ConditionLine]?
  /// Of the probabilities; nil where they are not of classes.
  var figures: [ClassFigures]?
  private var conditions: [ConditionResult]

  init(
    options: EvalOptions, part: PartChoice, isImported: Bool, dataset: Dataset, result: Assessment?,
    conditions: [ConditionResult], future: [FutureForecast.Row]?
  ) {
    self.future = future
    self.part = part.rawValue
    self.conditions = conditions
    lines = conditions.isEmpty ? nil : conditions.map(ConditionLine.init)
    sequences = dataset.count(of: .test)
    window = options.whole ? nil : dataset.schema.window
    warmUp = dataset.schema.warmUp > 0 ? dataset.schema.warmUp : nil
    inputs = isImported ? dataset.schema.inputNames : nil
    predictions = options.predictions
    guard let result else { return }
    figures = result.figures.isEmpty ? nil : result.figures
    set(result.validation, of: dataset)
  }

  private mutating func set(_ result: Validation, of dataset: Dataset) {
    loss = result.loss.isFinite ? result.loss : nil
    lossName = dataset.loss.name
    isLossNormalized = dataset.schema.isLossNormalized
    metric = result.metric.isFinite ? result.metric : nil
    metricName = dataset.schema.metricName
    let twin = NaiveFigure(of: .test, in: dataset)
    naive = twin.map(NaiveLine.Figure.init)
    verdict = twin?.objection(to: result.metric).map { "the network \($0)" }
  }

  private enum CodingKeys: String, CodingKey {
    case part
    case sequences
    case window
    case warmUp = "warm_up"
    case inputs
    case loss
    case lossName = "loss_name"
    case isLossNormalized = "loss_is_normalised"
    case metricName = "metric"
    case metric = "metric_value"
    case naive
    case predictions
    case answers
    case future
    case lines = "conditions"
    case figures
  }

  var text: String {
    var rows = [("part", part), ("sequences", "\(sequences)")]
    if let window {
      rows[1].1 += ", windows of \(window) rows"
      if warmUp == nil { rows[1].1 += " that each start anew (--whole: the whole)" }
    }
    if let warmUp { rows[1].1 += ", each after up to \(warmUp) rows that warm its state up" }
    if let inputs { rows.append(("inputs", inputs.joined(separator: ", "))) }
    if let lossName {
      let name =
        (lossName == metricName ? "loss" : lossName) + (isLossNormalized == true ? " (normalised)" : "")
      rows.append((name, NumberText.significant(loss ?? .nan)))
    }
    if let metricName { rows.append((metricName, NumberText.significant(metric ?? .nan))) }
    if let naive { rows.append(("naive", "\(naive.name) \(NumberText.significant(naive.metricValue))")) }
    if let verdict { rows.append(("verdict", verdict)) }
    let figures = (figures ?? []).map(ClassFiguresText.init)
    rows += figures.flatMap(\.rows)
    for condition in conditions {
      rows.append((ConditionText.name(condition), ConditionText.figures(condition, metricName: metricName)))
    }
    rows += (answers ?? []).map { ("answer", $0.text) }
    if let left = answers.map({ sequences - $0.count }), left > 0, predictions == nil {
      rows.append(("", "\(left) more: --predictions FILE writes all of them"))
    }
    if let predictions { rows.append(("predictions", predictions)) }
    rows += (future ?? []).map { row in
      let place = [row.file, row.sequence, row.time].compactMap(\.self).map(\.sanitized)
      let answers = row.answers.sorted { $0.key < $1.key }
        .map { "\($0.key.sanitized) \($0.value.text)" }
      return ("ahead \(row.ahead)", (place + answers).joined(separator: "  "))
    }
    return ([SummaryText.lines(rows)] + figures.map(\.reliability)).joined(separator: "\n\n")
  }
}
