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
    /// Whether these bear the network's name.
    var named = false
    /// Whether there is the row's time in the place of what follows from it.
    var time = false

    fileprivate func name(_ field: String) -> String { named ? "net.\(field)" : field }
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
    var text = "t_s,when,drive,speed,bend,step,car.steering,steering,side,turns\n"
    for row in 0..<80 {
      let bend = sin(Double(row) / 7)
      text +=
        "\(Double(row) * 0.5),\(date(row)),d\(row / 40),\(row % 9 == 4 ? "" : "\(15 + row % 7)"),\(bend),\(row % 5),\(row % 4),"
        + "\(40 * bend + Double(row % 5)),\(bend > 0.3 ? "left" : bend < -0.3 ? "right" : "ahead"),\(bend.magnitude > 0.3 ? 1 : 0)\n"
    }
    return text
  }()

  /// Twenty minutes a row.
  private static func date(_ row: Int) -> String {
    func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "2024-05-\(digits(1 + row / 72))T\(digits(row % 72 / 3)):\(digits(row % 3 * 20)):00"
  }

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
        "when": .text(Self.date(row)), "t_s": .number(Double(row)), "step": .number(Double(row % 5)),
        "car.steering": .number(Double(row % 3)),
        "steering": .number(Double(row % 7)),
        "speed": row % 11 == 5 ? nil : .number(15 + 4 * sin(Double(row) / 5)),
        "bend": .number(sin(Double(row * row) / 300)),
      ]
      let elapsed = [0.5, 0.75, 0.25][row % 3] * (schema.time?.isDate == true ? 2_400 : 1)
      let answer = try predictor.step(inputs, elapsed: prints.elapsed ? elapsed : nil)
      let outputs = schema.outputNames.map { name in
        (name, spoil(score(answer, name)))
      }
      defer { steps += 1 }
      return line(
        inputs.merging(derived(row, elapsed: elapsed)) { first, _ in first }, outputs, elapsed: elapsed)
    }
  }

  /// What follows from the time of a row, as whoever calls exported code computes it.
  private func derived(_ row: Int, elapsed: Double) -> [String: InputValue] {
    let share = 2 * Double.pi * Double(row % 72) / 72
    return [
      "hour-of-day sin": .number(sin(share)), "hour-of-day cos": .number(cos(share)),
      // The first of May 2024 was a Wednesday.
      "weekend": .number([3, 4].contains(row / 72 % 7) ? 1 : 0), "elapsed": .number(steps == 0 ? 0 : elapsed),
    ]
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
    let names = prints.time ? Predictor.Input.all(of: schema).map(\.name) : schema.inputs.map(\.key)
    var fields: [(String, String)] = names.map { name in
      switch inputs[name] {
      case .number(let number): (name, "\(number)")
      case .text(let text): (name, "\"\(text)\"")
      case .missing, nil: (name, "null")
      }
    }
    if prints.elapsed { fields.append((prints.name("elapsed"), "\(elapsed)")) }
    if prints.step { fields.append((prints.name("step"), "\(steps)")) }
    fields += outputs.map { ("net.\($0)", $1.isNaN ? "null" : "\($1)") }
    if prints.first, steps == 0 { fields.append((prints.name("first"), "true")) }
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
