import DeviceCode
import Liquid
import LiquidData
import LiquidTraining
import Telemetry
import Text

/// What whole numbers cost: a network in them beside the same in floating point, over the validation part.
struct FixedAccuracy: Encodable {
  /// The errors of one vector of the network, relative to its range.
  struct Layer: Encodable {
    var name: String
    var rootMeanSquare: Double
    var largest: Double

    private enum CodingKeys: String, CodingKey {
      case name
      case rootMeanSquare = "root_mean_square"
      case largest
    }
  }

  var part: String
  var rows: Int
  var metricName: String
  var metric: Double?
  var floatMetric: Double?
  /// Of the outputs, relative to their range.
  var outputs: Layer
  /// In the order in which a step computes them.
  var layers: [Layer]

  private enum CodingKeys: String, CodingKey {
    case part, rows
    case metricName = "metric_name"
    case metric
    case floatMetric = "float_metric"
    case outputs, layers
  }

  /// Rows of the validation part that layers are compared on.
  private static let layerRows = 2_000

  init(_ fixed: FixedProgram, of network: ExportedNetwork) throws {
    guard let rows = network.rows else { preconditionFailure("an accuracy without rows") }
    let sequences = network.validation(rows: Self.layerRows)
    let errors = FixedErrors(fixed, over: sequences)
    func layer(_ name: String, _ error: FixedErrors.Error) -> Layer {
      Layer(
        name: name, rootMeanSquare: error.relativeRootMeanSquare, largest: error.relativeLargest)
    }
    outputs = layer("outputs", errors.outputs)
    layers = errors.vectors.map { layer($0.name, $0.error) }
    part = rows.validationName
    self.rows = sequences.reduce(0) { $0 + $1.elapsed.count }
    metricName = rows.schema.metricName
    (metric, floatMetric) = try Self.metrics(fixed, network, rows)
  }

  /// Of the whole numbers and of the model, over all of the part.
  private static func metrics(
    _ fixed: FixedProgram, _ network: ExportedNetwork, _ rows: ExportedRows
  ) throws -> (Double?, Double?) {
    let engine = try GradientEngine(cell: network.model.cell, loss: rows.schema.loss, threads: 1)
    let evaluator = Evaluator(schema: rows.schema, engine: engine)
    let model = evaluator.evaluate(rows.validation, parameters: network.model.parameters)
    var metrics = MetricAccumulator(schema: rows.schema)
    var runner = FixedRunner(fixed)
    let width = network.interface.width
    rows.validation.forEachChunk { range, batch in
      var found: [Float] = []
      for sequence in 0..<batch.count {
        runner.reset()
        for step in 0..<batch.steps {
          let row = sequence * batch.steps + step
          let inputs = Array(batch.inputs[row * width..<(row + 1) * width])
          found += runner.step(inputs, elapsed: batch.elapsed[row]).map { Float($0) }
        }
      }
      metrics.add(
        outputs: batch.judged(found), batch: batch, values: rows.validation.targetValues(Array(range)))
      return true
    }
    return (metrics.metric, model?.metric)
  }

  var lines: [(String, String)] {
    var lines: [(String, String)] = []
    if let metric, let floatMetric {
      lines.append(
        (
          "\(metricName), int8",
          "\(NumberText.short(metric)) beside \(NumberText.short(floatMetric)) in float (\(part))"
        ))
    }
    lines.append(("output error", Self.percent(outputs)))
    return lines + layers.map { ("  \($0.name)", Self.percent($0)) }
  }

  /// For the README of the folder.
  var facts: [String] {
    [
      "Quantised to 8-bit weights: \(lines.first.map { "\($0.0) \($0.1)" } ?? "no targets to compare with").",
      "",
      "| vector | root mean square error | largest error |", "|---|---|---|",
    ]
      + ([outputs] + layers).map {
        "| \($0.name) | \(NumberText.percent($0.rootMeanSquare, decimals: 2)) | \(NumberText.percent($0.largest, decimals: 2)) |"
      } + ["", "Relative to each vector's range over \(counted(rows, "row")) (\(part))."]
  }

  private static func percent(_ layer: Layer) -> String {
    "\(NumberText.percent(layer.rootMeanSquare, decimals: 2)) root mean square, \(NumberText.percent(layer.largest, decimals: 2)) at most"
  }
}
