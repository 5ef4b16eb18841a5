import Foundation
import RunStore

/// A run in a log folder of TensorBoard: `FOLDER/RUN/events.out.tfevents…`. Several runs may share a folder.
struct EventFileExport: Export {
  static let format = "tensorboard"
  static let summary = "a log folder that TensorBoard shows"
  static let source = ExportSource.run
  static let makesFolder = true

  static func defaultOutput(for path: String) -> String { "tensorboard" }

  func write(_ job: ExportJob) throws -> ExportSummary? {
    let export = TensorBoardExport(reader: try RunReader(path: job.path))
    let folder = try OutputFolder(path: "\(job.output)/\(Self.baseName(job.path))")
    let file = try OutputFile(
      path: "\(folder.path)/\(export.fileName)", mayReplace: TensorBoardExport.isExport)
    try file.write { sink in try export.write { bytes in try sink(Data(bytes)) } }
    var summary = ExportSummary(output: file.path)
    summary.hint = "tensorboard --logdir \(job.output)"
    summary.problem = export.reader.damage?.description
    return summary
  }
}
