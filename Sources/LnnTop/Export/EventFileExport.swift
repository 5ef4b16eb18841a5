import Foundation
import RunStore

/// Writes a run into a log folder of TensorBoard: `FOLDER/RUN/events.out.tfevents…`. Several runs may share a folder.
struct EventFileExport {
  let options: ExportOptions
  let path: String

  func write() throws -> ExportSummary {
    let export = TensorBoardExport(reader: try RunReader(path: path))
    let logs = options.output ?? "tensorboard"
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    let folder = try OutputFolder(path: "\(logs)/\(name)")
    let file = try OutputFile(
      path: "\(folder.path)/\(export.fileName)", mayReplace: TensorBoardExport.isExport)
    try file.write { sink in try export.write { bytes in try sink(Data(bytes)) } }
    var summary = ExportSummary(output: file.path)
    summary.hint = "tensorboard --logdir \(logs)"
    summary.problem = export.reader.damage?.description
    return summary
  }
}
