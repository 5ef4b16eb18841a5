import Foundation
import RunStore

/// Writes a run's tables: `FOLDER/scalars.csv`, `traces.csv` and `events.csv`, or one of them to stdout.
struct TablesExport {
  let options: ExportOptions
  let path: String

  func write() throws -> ExportSummary? {
    let export = CSVExport(reader: try RunReader(path: path))
    let frames = try options.moment.map { moment in
      guard let frame = export.reader.frame(at: moment) else {
        throw CommandFailure("\(path) holds no frames, and so no traces")
      }
      return [frame]
    }
    if options.output == "-" {
      guard let table = options.onlyTable else {
        throw CommandFailure("stdout holds one table only; choose one with --table")
      }
      try export.write(table, frames: frames) { text in try Console.writeText(text) }
      return nil
    }
    let folder = try OutputFolder(path: options.output ?? ExportName.of(path) + "-tables")
    for table in options.onlyTable.map({ [$0] }) ?? CSVExport.Table.allCases {
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
