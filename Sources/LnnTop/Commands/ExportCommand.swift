import Foundation
import Liquid

/// `lnn-top export`: writes a model's weights for another program.
struct ExportCommand {
  let options: ExportOptions
  let locations: Locations

  func run() throws -> Int32 {
    let path = RunPath.resolve(options.model, locations: locations)
    let stored = try StoredModel(path: path)
    let export: NCPS.Export
    do {
      let metadata = stored.schema.map(SchemaMetadata.metadata) ?? [:]
      export = try NCPS.write(stored.model, metadata: metadata)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
    let output = try OutputFile(path: options.output ?? Self.name(for: path), mayReplace: NCPS.isExport)
    try output.write(Data(export.bytes))
    let summary = ExportSummary(
      weights: output.path, module: export.expression, isNormalized: stored.schema != nil)
    Console.writeResult(options.json ? JSONText.line(summary) : summary.text)
    return ExitStatus.success
  }

  /// The model's name with another ending, in the current directory.
  private static func name(for path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent + ".ncps.safetensors"
  }
}

/// What was exported.
private struct ExportSummary: Encodable {
  var weights: String
  /// The Python expression that makes the module.
  var module: String
  /// Whether the network expects normalised columns.
  var isNormalized: Bool

  private enum CodingKeys: String, CodingKey {
    case weights
    case module
    case isNormalized = "normalized"
  }

  var text: String {
    var rows = [("weights", weights), ("module", module)]
    if isNormalized {
      rows.append(("note", "its inputs and outputs are normalised; see \"schema\" in the file's metadata"))
    }
    return SummaryText.lines(rows)
  }
}
