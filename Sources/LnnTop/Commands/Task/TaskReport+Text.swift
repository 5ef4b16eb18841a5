import Foundation
import LiquidData

extension TaskReport {
  /// For people, in lines of at most 100 columns.
  var text: String {
    var page = ReportPage()
    page.section("task", "\(task) (\(path))", about ?? "", summary)
    page.section("data", dataLines)
    page.section("times", stepsLine)
    page.section("missing", missingLines)
    page.section("columns", columnLines)
    page.section("split", splitLines)
    if !classes.isEmpty { page.section("classes", classLines) }
    page.section("leakage", leakLines)
    page.section("first batch", batchLines)
    page.section("network", networkLine)
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
    return files + more + ["\(table.rows) rows in all, \(sequences.count) \(noun) of \(span)"]
  }

  private var stepsLine: String {
    guard let steps = table.steps else { return "no time column: every step lasts 1" }
    let unit = steps.isDate ? " s" : ""
    let number = ProgressText.number
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
    split.parts.map { part in
      var text =
        "\(part.name): \(part.samples) windows or sequences, \(part.rows) rows (\(share(part.rows, of: table.rows)))"
      if let first = part.firstRow, let last = part.lastRow { text += ", between rows \(first) and \(last)" }
      if !part.sequences.isEmpty, table.sequences.count > 1 {
        text += "; \(part.sequences.count) sequences: \(names(part.sequences))"
      }
      if !part.files.isEmpty { text += "; \(part.files.count) files: \(names(part.files))" }
      return text
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
        "\(channel.name): \(ProgressText.number(Double(channel.lowest))) to"
          + " \(ProgressText.number(Double(channel.highest)))"
      } + (batch.channels.count > 24 ? ["and \(batch.channels.count - 24) more"] : [])
  }

  private var networkLine: String {
    "\(network.cell) \(network.wiring), \(network.neurons) neurons, \(network.parameters) parameters;"
      + " \(network.stepsPerEpoch) steps an epoch, \(network.plannedSteps) in all"
  }

  private func share(_ part: Int, of whole: Int) -> String {
    String(format: "%.1f %%", 100 * Double(part) / Double(max(1, whole)))
  }

  private func names(_ names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }
}
