import Foundation
import Liquid
import LiquidData
import Streams
import Telemetry
import TestSupport

/// A device that runs a network with random parameters, played by a predictor, and prints a line a step.
final class Device {
  let model: Model
  let schema: DataSchema
  private let predictor: Predictor
  private var steps = 0
  /// What is done to an output before it is printed.
  var spoil: (Double) -> Double = { $0 }
  var prints = Prints()

  /// What its lines have beside inputs and outputs.
  struct Prints {
    var format = LineFormat.json
    var elapsed = true
    var first = true
    var step = false
  }

  /// - Parameter change: what the task says beside its columns.
  init(_ change: (inout TaskDefinition) -> Void = { _ in }) throws {
    var task = TaskDefinition(name: "test", inputs: ["speed", "bend"], targets: ["steering"], time: "t_s")
    change(&task)
    let folder = try TemporaryFolder()
    try folder.write(Self.table, to: "data.csv")
    let table = try Table.read(
      DataSources(files: ["data.csv"], reading: ReadingOptions()), name: "data.csv", folder: folder.path,
      roles: ReadingRoles(time: task.time, sequence: task.sequence))
    schema = try Dataset(table: table, task: task).schema
    let outputs = schema.outputWidth
    let wiring = try Wiring.fullyConnected(
      inputs: schema.inputWidth, units: outputs + 5, outputs: outputs, seed: 2)
    model = Model(cell: try LTC(wiring: wiring), seed: 3)
    predictor = try Predictor(model: model, schema: schema.runningOn, whole: true)
  }

  private static let table: String = {
    var text = "t_s,drive,speed,bend,steering,side,turns\n"
    for row in 0..<80 {
      let bend = sin(Double(row) / 7)
      text +=
        "\(Double(row) * 0.5),d\(row / 40),\(row % 9 == 4 ? "" : "\(15 + row % 7)"),\(bend),"
        + "\(40 * bend + Double(row % 5)),\(bend > 0.3 ? "left" : bend < -0.3 ? "right" : "ahead"),\(bend.magnitude > 0.3 ? 1 : 0)\n"
    }
    return text
  }()

  /// It starts anew.
  func restart() {
    predictor.reset()
    steps = 0
  }

  /// The lines of so many steps; now and then an input is missing.
  func lines(_ rows: Range<Int>) throws -> [String] {
    try rows.map { row in
      // A forecast has its target as an input.
      let inputs: [String: InputValue] = [
        "steering": .number(Double(row % 7)),
        "speed": row % 11 == 5 ? nil : .number(15 + 4 * sin(Double(row) / 5)),
        "bend": .number(sin(Double(row * row) / 300)),
      ]
      let elapsed = [0.5, 0.75, 0.25][row % 3]
      let answer = try predictor.step(inputs, elapsed: prints.elapsed ? elapsed : nil)
      let outputs = schema.outputNames.map { name in
        (name, spoil(score(answer, name)))
      }
      defer { steps += 1 }
      return line(inputs, outputs, elapsed: elapsed)
    }
  }

  /// A number, or what a device gives in the place of a probability. A row that both leave out has none.
  private func score(_ answer: Prediction, _ name: String) -> Double {
    guard let probability = answer.probabilities[name] else { return answer[name] ?? .nan }
    // Any constant added to the scores of classes leaves their probabilities as they are.
    return schema.isClassification ? 3 + log(probability) : log(probability / (1 - probability))
  }

  private func line(
    _ inputs: [String: InputValue], _ outputs: [(String, Double)], elapsed: Double
  ) -> String {
    var fields: [(String, String)] = schema.inputColumns.map { name in
      if case .number(let number)? = inputs[name] { (name, "\(number)") } else { (name, "null") }
    }
    if prints.elapsed { fields.append(("elapsed", "\(elapsed)")) }
    if prints.step { fields.append(("step", "\(steps)")) }
    fields += outputs.map { ("net.\($0)", $1.isNaN ? "null" : "\($1)") }
    if prints.first, steps == 0 { fields.append(("first", "true")) }
    return prints.format == .json
      ? "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
      : fields.map { ($0.contains(" ") ? "\"\($0)\"" : $0) + "=" + $1 }.joined(separator: " ")
  }

  /// The twin beside these lines.
  func follow(_ lines: [String], window: Int = 50, tolerance: Double = 0.01) throws -> Following {
    let reader = LineReader()
    let rows = lines.enumerated().compactMap { index, text -> LiveRow? in
      let position = SourcePosition(offset: 0, line: index + 1)
      guard case .row(let row) = reader.read(SourceLine(text: text, arrival: 0, position: position)) else {
        return nil
      }
      return row
    }
    let layout = try RowLayout(trained: schema, columns: reader.columns, learns: false, isTwin: true)
    let session = try LiveSession(
      task: StreamTask(trained: schema, labelDelay: 0, window: window), layout: layout, model: model,
      learning: StreamLearning(method: .off, rate: 0.01), detector: .off, arrivalCounts: true,
      tolerance: tolerance)
    let answers = rows.compactMap { session.process($0, columns: reader.columns) }
    guard let status = session.twinStatus else { throw CocoaError(.featureUnsupported) }
    return Following(status: status, answers: answers, news: session.drainNews())
  }

  struct Following {
    let status: TwinStatus
    let answers: [LiveAnswer]
    let news: [String]

    /// The largest difference of any output, as a share of its range.
    var largestShare: Double { status.outputs.compactMap { $0.share($0.largest) }.max() ?? .nan }
  }
}
