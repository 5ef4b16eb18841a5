import Telemetry
import Text

/// The results of a comparison as tables: for people, or as Markdown.
package struct BenchmarkTables {
  private let report: BenchmarkReport
  /// What stands above a table.
  private struct Titled {
    var title: String?
    var table: TextTable
  }

  private let showsFigures: Bool

  /// - Parameter showsFigures: whether those of a classification's probabilities have a table of their own.
  package init(_ report: BenchmarkReport, showsFigures: Bool = false) {
    self.report = report
    self.showsFigures = showsFigures
  }

  package var text: String {
    let tables = tables.map { [$0.title, $0.table.text].compactMap(\.self).joined(separator: "\n") }
    return ([remarks.joined(separator: "\n")] + tables + [footnote]).compactMap(\.self)
      .joined(separator: "\n\n")
  }

  /// Begins with the command that made it.
  package var markdown: String {
    let tables = tables.map { [$0.title, $0.table.markdown].compactMap(\.self).joined(separator: "\n\n") }
    let parts = ["```sh\n\(report.command)\n```"] + remarks + tables + [footnote].compactMap(\.self)
    return parts.joined(separator: "\n\n")
  }

  private var remarks: [String] {
    let counts = report.sequences.map { "\($0)" }.joined(separator: "/")
    let held =
      report.folds.map { "; \($0.count) times another \($0[0].column) is held out, and means are over these" }
      ?? ""
    var lines = [
      "\(report.task): \(report.metric) over the \(report.part) part,"
        + " \(report.isBetterWhenLarger ? "larger" : "smaller") is better;"
        + " \(counts) sequences for training/validation/test\(report.folds == nil ? "" : " the first time")\(held)"
    ]
    if report.isLeaky {
      lines.append(
        "LEAKY SPLIT: overlapping windows were assigned at random, so what is tested was also trained on."
          + " For comparison with published figures only.")
    }
    if let note = report.note { lines.append(note) }
    if let unpublished = report.unpublished { lines.append(unpublished) }
    return lines
  }

  private var footnote: String? {
    var lines = report.models.compactMap { model in model.objection.map { "\(model.title) \($0)" } }
    let sources = Set(report.models.compactMap(\.published?.source)).sorted()
    if report.models.contains(where: { $0.published != nil }) {
      lines += ["agrees: at most one published standard deviation away"] + sources.map { "published: \($0)" }
    }
    return lines.isEmpty ? nil : lines.joined(separator: "; ")
  }

  private var tables: [Titled] {
    [Titled(title: nil, table: results)] + (report.folds.map { [foldTable($0)] } ?? []) + figures
      + conditionKinds.map { kind in
        Titled(
          title: "\(report.metric) by \(kind): \(ConditionText.meaning(kind))", table: conditions(of: kind))
      }
  }

  // MARK: - Results

  private var results: TextTable {
    let hasPublished = report.models.contains { $0.published != nil }
    var table = TextTable(columns: [
      .init("MODEL"), .init(report.metric.uppercased(), alignsRight: true),
      .init("RUNS", alignsRight: true),
      .init(report.isLossNormalized ? "LOSS (NORMALISED)" : "LOSS", alignsRight: true),
      .init("PARAMETERS", alignsRight: true), .init("SYNAPSES", alignsRight: true),
      .init("BEST EPOCH", alignsRight: true), .init("TIME", alignsRight: true),
    ])
    if hasPublished {
      table.columns += [
        .init("PUBLISHED", alignsRight: true), .init("DIFFERENCE", alignsRight: true), .init("VERDICT"),
      ]
    }
    table.rows = report.models.map { row($0) + (hasPublished ? published($0.published) : []) }
    if let naive = report.naive {
      let blanks = [String](repeating: "-", count: table.columns.count - 2)
      table.rows.append(["naive: \(naive.name)", NumberText.significant(naive.value)] + blanks)
    }
    return table
  }

  private func row(_ model: BenchmarkReport.ModelResult) -> [String] {
    let diverged = model.diverged > 0 ? ", \(model.diverged) diverged" : ""
    let withoutFigure = model.withoutFigure > 0 ? ", \(model.withoutFigure) without a figure" : ""
    return [
      model.title, text(model.metric), "\(model.runs)\(diverged)\(withoutFigure)", text(model.loss),
      "\(model.parameters)", "\(model.synapses)",
      model.bestEpoch.map { NumberText.significant($0.mean) } ?? "-",
      model.time.map { NumberText.preciseDuration($0.mean) } ?? "-",
    ]
  }

  private func published(_ figure: BenchmarkReport.PublishedFigure?) -> [String] {
    guard let figure else { return ["-", "-", "-"] }
    let deviation = figure.deviation.map { " ± \(NumberText.significant($0, digits: 2))" } ?? ""
    let difference = figure.deviations.map { "\(signed($0)) sd" } ?? figure.difference.map(signed)
    return [
      NumberText.significant(figure.value) + deviation, difference ?? "-", figure.verdict?.rawValue ?? "-",
    ]
  }

  private func signed(_ value: Double) -> String {
    (value < 0 ? "" : "+") + NumberText.significant(value, digits: 2)
  }

  private func text(_ spread: Spread?) -> String { spread?.text ?? "-" }

  // MARK: - Groups that are held out in turn

  /// A row for each seed of each network, and one for the mean of its seeds.
  private func foldTable(_ folds: [BenchmarkFold]) -> Titled {
    var table = TextTable(
      columns: [.init("MODEL"), .init("SEED")] + folds.map { .init($0.value, alignsRight: true) }
        + [.init("MEAN", alignsRight: true)])
    for model in report.models {
      let seeds = Set(report.runs.filter { $0.model == model.name }.map(\.seed)).sorted()
      for seed in seeds where seeds.count > 1 {
        let figures = folds.map { $0.figure(of: model.name, seed: seed) }
        table.rows.append(
          [model.title, "\(seed)"] + figures.map { $0.map { NumberText.significant($0) } ?? "-" }
            + [Spread(figures.compactMap(\.self)).map { NumberText.significant($0.mean) } ?? "-"])
      }
      table.rows.append(
        [model.title, seeds.count > 1 ? "all" : "\(seeds.first ?? 1)"]
          + folds.map { text($0.spread(of: model.name)) } + [text(model.metric)])
    }
    let naive = folds.map { $0.naive.map { NumberText.significant($0.value) } ?? "-" }
    let mean = Spread(folds.compactMap { $0.naive?.value }).map { NumberText.significant($0.mean) } ?? "-"
    table.rows.append(["naive", "-"] + naive + [mean])
    return Titled(
      title:
        "\(report.metric) by the \(folds[0].column) that is held out, with deviations over seeds; the mean is"
        + " over these, with the deviation among them", table: table)
  }

  // MARK: - Figures of probabilities

  private var figures: [Titled] {
    guard showsFigures else { return [] }
    var names: [String] = []
    for figure in report.models.flatMap(\.figures) where !names.contains(figure.name) {
      names.append(figure.name)
    }
    guard !names.isEmpty else { return [] }
    var table = TextTable(columns: [.init("MODEL")] + names.map { .init($0, alignsRight: true) })
    table.rows = report.models.map { model in
      [model.title] + names.map { name in text(model.figures.first { $0.name == name }?.value) }
    }
    return [Titled(title: "probabilities over the \(report.part) part", table: table)]
  }

  // MARK: - Conditions

  private var conditionKinds: [String] {
    var kinds: [String] = []
    for condition in report.models.flatMap(\.conditions) where !kinds.contains(condition.kind) {
      kinds.append(condition.kind)
    }
    return kinds
  }

  private func conditions(of kind: String) -> TextTable {
    var levels: [Double] = []
    for condition in report.models.flatMap(\.conditions)
    where condition.kind == kind && !levels.contains(condition.level) { levels.append(condition.level) }
    var table = TextTable(
      columns: [.init("MODEL"), .init("AS IT IS", alignsRight: true)]
        + levels.map { .init(NumberText.shortest($0), alignsRight: true) })
    table.rows = report.models.map { model in
      [model.title, text(model.metric)]
        + levels.map { level in
          text(model.conditions.first { $0.kind == kind && $0.level == level }?.metric)
        }
    }
    return table
  }
}
