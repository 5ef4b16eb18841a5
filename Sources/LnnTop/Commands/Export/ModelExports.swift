import Foundation
import Liquid

/// Weights for the Python package ncps, by `load_state_dict`.
struct NCPSExport: Export {
  static let format = "ncps"
  static let summary =
    "a safetensors file that load_state_dict of the Python package ncps (PyTorch) accepts"
  static let source = ExportSource.model

  static func defaultOutput(for path: String) -> String { "\(baseName(path)).ncps.safetensors" }

  func write(_ job: ExportJob) throws -> ExportSummary? {
    let stored = try StoredModel(ModelSource(path: job.path).bytes(job.checkpoint), path: job.path)
    let export: NCPS.Export
    do {
      let metadata = stored.schema.map { SchemaMetadata.metadata(of: $0, training: stored.training) } ?? [:]
      export = try NCPS.write(stored.model, metadata: metadata)
    } catch {
      throw CommandFailure("\(job.path): \(error)")
    }
    let output = try OutputFile(path: job.output, beginning: nil, mayReplace: NCPS.isExport)
    try output.write(Data(export.bytes))
    var summary = ExportSummary(output: output.path)
    summary.module = export.expression
    summary.isNormalized = stored.schema != nil
    return summary
  }
}

/// A model file, which `eval` and `train --init` read.
struct ModelFileExport: Export {
  static let format = "model"
  static let summary = "a model file"
  static let source = ExportSource.model

  static func defaultOutput(for path: String) -> String { "\(baseName(path)).safetensors" }

  func write(_ job: ExportJob) throws -> ExportSummary? {
    let bytes = try ModelSource(path: job.path).bytes(job.checkpoint)
    // What is written can be used.
    _ = try StoredModel(bytes, path: job.path)
    let output = try OutputFile(path: job.output, beginning: nil) { present in
      (try? ModelFile.read(present)) != nil
    }
    try output.write(Data(bytes))
    return ExportSummary(output: output.path)
  }
}
