import Foundation
import Liquid
import LiquidData
import LiquidTraining
import Screen
import Telemetry
import Text

/// What a task would do, without training: the facts behind `lnn-top task check`.
struct TaskReport: Encodable {
  struct Network: Encodable {
    let cell: String
    let wiring: String
    let neurons: Int
    let parameters: Int
    let stepsPerEpoch: Int
    let plannedSteps: Int
  }

  let task: String
  let path: String
  let about: String?
  let summary: String
  let table: TableFacts
  /// Nil where no text becomes tokens.
  let tokens: TokenFacts?
  let split: SplitFacts
  let splitBy: String
  /// What is held out for one part alone.
  let heldOut: [GroupFacts]
  /// Whether the split is meant to leak, as that of published code.
  let isPaperSplit: Bool
  let repeats: RepeatedStretches
  let classes: [String]
  let metric: String
  let batch: BatchFacts
  let network: Network
  /// What answers without a network reach.
  let naive: NaiveLine
  let notes: [String]

  init(_ choice: TaskChoice, file: TaskFile, table: Table) throws {
    let options = choice.options
    let definition = choice.definition
    let dataset = try Dataset(table: table, task: definition)
    // Sequences, times and parts are those of the rows as the network sees them: sorted and resampled.
    let prepared = try table.prepared(for: definition)
    for plan in file.benchmark.models {
      var model = options
      try model.apply(plan.options, of: file, under: "benchmark.models.\(plan.name)")
    }
    let described = try options.makeNetwork(NetworkShape(dataset.schema))
    let cell = described.cell
    let configuration = TrainingConfiguration(options)
    try configuration.checkRateFactors(layout: cell.layout)
    let sequences = dataset.count(of: .train)
    task = choice.definition.name
    path = file.path
    about = file.about
    summary = dataset.schema.taskSummary
    self.table = try TableFacts(table: prepared, task: definition, read: table)
    tokens = TokenFacts(dataset: dataset)
    split = SplitFacts(dataset: dataset, table: prepared)
    splitBy = choice.definition.splitBy.rawValue
    heldOut = try GroupFacts.all(of: definition, dataset: dataset, table: prepared)
    isPaperSplit = options.splitLikePaper
    repeats = RepeatedStretches(dataset: dataset)
    classes = dataset.schema.isClassification ? dataset.schema.outputNames : []
    metric = dataset.schema.metricName
    batch = BatchFacts(dataset: dataset, size: options.batch)
    let title = NetworkTitle(cell)
    network = Network(
      cell: title.cell, wiring: title.wiring, neurons: cell.wiring.neurons,
      parameters: Model(cell: cell, seed: options.seed).parameters.count,
      stepsPerEpoch: configuration.stepsPerEpoch(sequences: sequences),
      plannedSteps: configuration.plannedSteps(sequences: sequences))
    naive = NaiveLine(NaiveFigures(of: dataset))
    notes =
      choice.notes + dataset.warnings + options.model.warnings(dataset.schema, scaling: definition.scaling)
      + described.notes
  }

  /// Whether rows are in two parts although nobody asked for it.
  var leaksUnasked: Bool {
    (split.leaks || heldOut.contains { !$0.elsewhere.isEmpty }) && !isPaperSplit
      && splitBy != TaskDefinition.SplitBy.windows.rawValue
  }
}

extension TaskReport {
  /// For people, in lines of at most 100 columns.
  var text: String {
    var page = ReportPage()
    page.section("task", "\(task) (\(path))", about ?? "", summary)
    page.section("data", dataLines)
    if let tokens { page.section("tokens", lines(of: tokens)) }
    page.section("times", stepsLine)
    page.section("missing", missingLines)
    page.section("columns", columnLines)
    page.section("split", splitLines)
    if !classes.isEmpty { page.section("classes", classLines) }
    page.section("leakage", leakLines)
    page.section("first batch", batchLines)
    page.section("network", networkLine)
    page.section("naive", naiveLines)
    if !notes.isEmpty { page.section("notes", notes) }
    return page.text
  }

  private var dataLines: [String] {
    let sequences = table.sequences
    let span =
      sequences.shortest == sequences.longest
      ? "\(sequences.longest) rows each"
      : "\(sequences.shortest) to \(sequences.longest) rows, median \(sequences.median)"
    let files = table.files.prefix(8).map { file in
      "\(file.name): \(file.rows) rows\(file.part.map { ", for \($0) alone" } ?? "")"
    }
    let more = table.files.count > 8 ? ["and \(table.files.count - 8) more files"] : []
    let noun = sequences.count == 1 ? "sequence" : "sequences"
    let origin =
      tokens == nil ? "resampled from \(table.readRows)" : "tokens of \(counted(table.readRows, "text"))"
    let resampled = table.rows == table.readRows ? "" : ", \(origin)"
    return files + more + ["\(table.rows) rows in all\(resampled), \(sequences.count) \(noun) of \(span)"]
  }

  private func lines(of tokens: TokenFacts) -> [String] {
    ["\(tokens.kind) of \(tokens.column): a vocabulary of \(tokens.vocabulary), with <pad> and <unk>"]
      + tokens.parts.map { part in
        "\(part.name): \(counted(part.tokens, "token")), \(part.unknown) unknown (\(share(part.unknown, of: part.tokens)))"
      }
  }

  private var stepsLine: String {
    guard let steps = table.steps else { return "no time column: every step lasts 1" }
    let unit = steps.isDate ? " s" : ""
    let number = { (value: Double) in NumberText.significant(value) }
    let odd = [
      steps.zero > 0 ? "\(steps.zero) steps of no time" : nil,
      steps.gaps > 0 ? "\(steps.gaps) gaps longer than ten medians" : "no gap longer than ten medians",
    ].compactMap(\.self).joined(separator: ", ")
    return
      "\(steps.column): steps of median \(number(steps.median))\(unit), shortest \(number(steps.shortest))\(unit),"
      + " longest \(number(steps.longest))\(unit); \(odd)"
  }

  private var missingLines: [String] {
    let gaps = table.columns.filter { $0.missing > 0 }
    guard !gaps.isEmpty else { return ["none"] }
    return gaps.prefix(20).map { column in
      "\(column.name): \(column.missing) (\(share(column.missing, of: table.rows)))"
    } + (gaps.count > 20 ? ["and \(gaps.count - 20) more columns"] : [])
  }

  private var columnLines: [String] {
    let constant = table.columns.filter(\.isConstant).map(\.name)
    let categories = table.columns.filter(\.isCategory).map(\.name)
    return [
      "\(table.columns.count) in all, \(batch.channels.count) input channels",
      categories.isEmpty ? "no categories" : "categories: \(names(categories))",
      constant.isEmpty ? "none is constant" : "constant: \(names(constant))",
    ]
  }

  private var splitLines: [String] {
    let parts = split.parts.map { part -> String in
      var text =
        "\(part.name): \(part.samples) windows or sequences, \(part.rows) rows (\(share(part.rows, of: table.rows)))"
      if let first = part.firstRow, let last = part.lastRow { text += ", between rows \(first) and \(last)" }
      if !part.sequences.isEmpty, table.sequences.count > 1 {
        text += "; \(part.sequences.count) sequences: \(names(part.sequences))"
      }
      if !part.files.isEmpty { text += "; \(part.files.count) files: \(names(part.files))" }
      return text
    }
    return parts + heldOutLines
  }

  private var heldOutLines: [String] {
    heldOut.map { group -> String in
      let rest = group.elsewhere.isEmpty ? "in no other part" : "BUT \(names(group.elsewhere)) IN OTHERS, TOO"
      return "held out for \(group.part): \(group.column) \(names(group.values)), by the rows \(rest)"
    }
  }

  private var classLines: [String] {
    let shown = classes.enumerated().prefix(24).map { index, name in
      let counts = split.parts.map { "\($0.name) \($0.classCounts[index])" }
      return "\(name): \(counts.joined(separator: ", "))"
    }
    return shown + (classes.count > 24 ? ["and \(classes.count - 24) more"] : [])
  }

  private var leakLines: [String] {
    var lines = split.overlaps.map { overlap in
      "THE SPLIT LEAKS: \(overlap.rows) rows are in \(overlap.parts.joined(separator: " and in "))"
    }
    if lines.isEmpty { lines = ["none: no row is in two parts, by the indices of all their rows"] }
    if repeats.repeated > 0 {
      lines.append(
        "\(repeats.repeated) of \(repeats.stretches) stretches of \(RepeatedStretches.length) steps of the test have the same"
          + " inputs as one in training (\(share(repeats.repeated, of: repeats.stretches)))")
    }
    return lines
  }

  private var batchLines: [String] {
    ["\(batch.samples) samples x \(batch.steps) steps x \(batch.channels.count) channels, scaled to"]
      + batch.channels.prefix(24).map { channel in
        "\(channel.name): \(NumberText.significant(Double(channel.lowest))) to"
          + " \(NumberText.significant(Double(channel.highest)))"
      } + (batch.channels.count > 24 ? ["and \(batch.channels.count - 24) more"] : [])
  }

  /// What a network has to beat.
  private var naiveLines: [String] {
    [("validation", naive.validation), ("test", naive.test)].compactMap { part, figure in
      figure.map { "\(part): \($0.name), \(metric) \(NumberText.significant($0.metricValue))" }
    }
  }

  private var networkLine: String {
    "\(network.cell) \(network.wiring), \(network.neurons) neurons, \(network.parameters) parameters;"
      + " \(network.stepsPerEpoch) steps an epoch, \(network.plannedSteps) in all"
  }

  private func share(_ part: Int, of whole: Int) -> String {
    NumberText.percent(Double(part) / Double(max(1, whole)), decimals: 1)
  }

  private func names(_ names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }
}

/// Headings with lines beside them, wrapped; names from files come out harmless.
private struct ReportPage {
  static let columns = 100
  private static let margin = 14

  private var lines: [String] = []

  init() {}

  var text: String { lines.joined(separator: "\n") }

  mutating func section(_ heading: String, _ paragraphs: String...) {
    section(heading, paragraphs)
  }

  /// Empty paragraphs are left out.
  mutating func section(_ heading: String, _ paragraphs: [String]) {
    var start = heading
    for paragraph in paragraphs where !paragraph.isEmpty {
      for (index, line) in Self.wrapped(paragraph).enumerated() {
        let margin = String(repeating: " ", count: Self.margin - start.count + (index > 0 ? 2 : 0))
        lines.append(start + margin + line)
        start = ""
      }
    }
  }

  /// Lines that fit beside the margin; a word that does not fit a line is cut up.
  private static func wrapped(_ paragraph: String) -> [String] {
    let width = columns - margin - 2
    var lines = [""]
    for word in paragraph.split(whereSeparator: \.isWhitespace).flatMap({
      pieces(String($0).sanitized, width: width)
    }) {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = word
      } else if DisplayWidth.of(last) + 1 + DisplayWidth.of(word) <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(word)
      }
    }
    return lines
  }

  private static func pieces(_ word: String, width: Int) -> [String] {
    var pieces = [""]
    for character in word {
      if DisplayWidth.of(pieces[pieces.count - 1]) + DisplayWidth.of(String(character)) > width {
        pieces.append("")
      }
      pieces[pieces.count - 1].append(character)
    }
    return pieces
  }
}
