import Foundation
import Liquid
import RunStore

/// Writes a model's weights, for ncps or as a model file.
struct ModelExport {
  let options: ExportOptions
  /// The model file or run.
  let path: String

  func write() throws -> ExportSummary {
    let bytes = try ModelSource(path: path).bytes(options.checkpoint)
    let stored = try StoredModel(bytes, path: path)
    return options.format == .model ? try writeModel(bytes) : try writeNCPS(stored)
  }

  private func writeModel(_ bytes: [UInt8]) throws -> ExportSummary {
    let output = try OutputFile(
      path: options.output ?? ExportName.of(path, ending: "safetensors"), beginning: nil
    ) {
      present in
      (try? ModelFile.read(present)) != nil
    }
    try output.write(Data(bytes))
    return ExportSummary(output: output.path)
  }

  private func writeNCPS(_ stored: StoredModel) throws -> ExportSummary {
    let export: NCPS.Export
    do {
      let metadata = stored.schema.map(SchemaMetadata.metadata) ?? [:]
      export = try NCPS.write(stored.model, metadata: metadata)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
    let output = try OutputFile(
      path: options.output ?? ExportName.of(path, ending: "ncps.safetensors"), beginning: nil,
      mayReplace: NCPS.isExport)
    try output.write(Data(export.bytes))
    var summary = ExportSummary(output: output.path)
    summary.module = export.expression
    summary.isNormalized = stored.schema != nil
    return summary
  }
}

/// Names of what is exported where the person gave none.
enum ExportName {
  /// The source's name without its ending, in the current directory.
  static func of(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }

  /// The same with another ending.
  static func of(_ path: String, ending: String) -> String { of(path) + "." + ending }
}
