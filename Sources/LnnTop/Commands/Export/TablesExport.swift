import Foundation
import RunStore
import Text

/// A run's tables: `FOLDER/scalars.csv`, `traces.csv` and `events.csv`, or one of them on stdout.
struct TablesExport: Export {
  static let format = "csv"
  static let summary = "tables"
  static let source = ExportSource.run
  static let writesToStdout = true
  static let makesFolder = true
  static let options: OptionGroup<Self>? = OptionGroup(
    "Tables",
    [
      .optional(
        "table", \.onlyTable, .choice(), shownDefault: "all", "only this table; PATH may be - for stdout"),
      .optional("at", \.moment, .moment, shownDefault: "all", "traces of one moment: 0 to 1, or step:N")
        .objecting { options in
          guard let table = options.onlyTable, table != .traces else { return nil }
          return .idle(option: "--at", beside: "--table \(table)")
        },
      .flag("safe-csv", \.guardsFormulas, CSVText.optionHelp),
    ])

  /// The only table to write; nil writes all.
  var onlyTable: CSVExport.Table?
  /// The only frame whose traces are written; nil writes all.
  var moment: ReplayMoment?
  var guardsFormulas = false

  static func defaultOutput(for path: String) -> String { "\(baseName(path))-tables" }

  func write(_ job: ExportJob) throws -> ExportSummary? {
    let export = CSVExport(
      reader: try RunReader(path: job.path), text: CSVText(guardsFormulas: guardsFormulas))
    let frames = try moment.map { moment in
      guard let frame = export.reader.frame(at: moment) else {
        throw CommandFailure("\(job.path) holds no frames, and so no traces")
      }
      return [frame]
    }
    if job.output == "-" {
      guard let onlyTable else {
        throw CommandFailure("stdout holds one table only; choose one with --table")
      }
      try export.write(onlyTable, frames: frames) { text in try Console.writeText(text) }
      return nil
    }
    let folder = try OutputFolder(path: job.output)
    for table in onlyTable.map({ [$0] }) ?? CSVExport.Table.allCases {
      let file = try OutputFile(path: "\(folder.path)/\(table.rawValue).csv") { present in
        present.starts(with: table.beginning.utf8)
      }
      try file.write { sink in
        try export.write(table, frames: frames) { text in try sink(Data(text.utf8)) }
      }
    }
    var summary = ExportSummary(output: folder.path)
    summary.problem = export.reader.damage?.description
    return summary
  }
}

extension CSVText {
  /// The help of the option of each command that writes CSV.
  static let optionHelp = "put ' before texts in CSV that a spreadsheet would take for formulas"
}
