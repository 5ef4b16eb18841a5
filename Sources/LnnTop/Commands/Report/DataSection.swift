import LiquidData
import Text

/// What was to be learnt, from which rows, and which of them judge the result.
enum DataSection {
  /// Channels that are listed by name; a wide table has too many to read.
  private static let listed = 30

  static func entry(_ run: ReportedRun, _ measured: ReportedExplanation.Measured?) -> ReportEntry {
    var children = [ReportTable.facts(facts(run))]
    if let measured {
      children.append(split(measured.data.dataset, measured.data).node)
      children += channels(measured.data.network.schema)
      children += measured.data.dataset.warnings.map { .note([.text("Note: \($0)")]) }
    }
    return HTMLNode.entry("data", "Task, data and split", children)
  }

  private static func facts(_ run: ReportedRun) -> [(name: String, value: HTMLNode)] {
    let (task, words) = (run.description.task, run.description.configuration)
    var facts: [(name: String, value: HTMLNode)] = [
      ("task", .group([.text("\(task.kind), called "), .name(task.name)])),
      (task.kind == "classification" ? "classes" : "outputs", .names(task.outputNames, limit: listed)),
      ("inputs", .names(task.inputNames, limit: listed)),
      ("unit of time", .name(task.timeUnit)),
      ("loss and metric", .text("\(task.lossTitle); \(task.metricName)")),
    ]
    if let note = task.unitNote { facts.append(("units", .text(note))) }
    if let source = words["task"] ?? words["data"] {
      facts.append((words["task"] == nil ? "table" : "task file", .name(source, limit: 300)))
    }
    if let split = words["split"] {
      let by = words["split-by"].map { ", by \($0)" } ?? ""
      facts.append(("split", .text("\(split) (training, validation, test)\(by)")))
    }
    if let window = words["window"] {
      let stride = words["stride"].map { ", one every \($0) rows of training" } ?? ""
      facts.append(("windows", .text("\(window) rows\(stride)")))
    }
    facts.append(("judged by", .text(judge(run))))
    facts.append(("fingerprint", .text(run.fingerprint ?? "not recorded")))
    return facts
  }

  private static func judge(_ run: ReportedRun) -> String {
    switch run.judged?.part {
    case .test?: "the test part, which neither trained nor chose the network"
    case .validation?:
      "the validation part, which also chose the network: there is no result over a test part"
    default: "nothing: there is no result"
    }
  }

  /// The parts of the data that were read, or all rows where they are other data.
  private static func split(_ dataset: Dataset, _ data: ExplainedData) -> ReportTable {
    var table = ReportTable(
      "Rows by part, of \(NumberText.grouped(dataset.rowCount)) in the table",
      columns: [
        .init("part"), .init("rows", alignsRight: true), .init("sequences or pieces", alignsRight: true),
        .init("used for"),
      ])
    for part in Dataset.Part.allCases where dataset.rowCount(of: part) > 0 {
      table.rows.append([
        .text(part.rawValue), .text(NumberText.grouped(dataset.rowCount(of: part))),
        .text(NumberText.grouped(dataset.stretchCount(of: part))), .text(use(of: part)),
      ])
    }
    table.rows.append([
      "explained below", .text(NumberText.grouped(data.batch.lengths.reduce(0, +))),
      .text(NumberText.grouped(data.batch.count)), .text("answers and effects: \(data.part)"),
    ])
    return table
  }

  private static func use(of part: Dataset.Part) -> String {
    switch part {
    case .train: "training"
    case .validation: "choosing the step whose network is kept"
    case .test: "judging it"
    }
  }

  private static func channels(_ schema: DataSchema) -> [HTMLNode] {
    var table = ReportTable(
      "Columns of numbers, and how they were scaled by the training part",
      columns: [
        .init("column"), .init("role"), .init("mean", alignsRight: true),
        .init("deviation", alignsRight: true),
      ])
    let inputs = schema.inputs.filter { $0.levels == nil }.map { ($0.column, "input", $0.normalization) }
    let targets =
      schema.isClassification ? [] : schema.targets.map { ($0.column, "target", $0.normalization) }
    let all = targets + inputs
    for (column, role, scale) in all.prefix(listed) {
      let figures =
        scale == .none ? ["as it is", ""] : [scale.mean, scale.deviation].map { NumberText.significant($0) }
      table.rows.append([.name(column), .text(role)] + figures.map { .text($0) })
    }
    guard !table.rows.isEmpty else { return [] }
    let left = all.count - table.rows.count
    return [table.node]
      + (left > 0 ? [.note([.text("\(counted(left, "column")) more are not listed.")])] : [])
  }
}
