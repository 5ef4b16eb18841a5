import Foundation
import Liquid
import LiquidData
import RunStore

/// A model with the description of its data, from a model file or a run.
struct StoredModel {
  let model: Model
  /// Nil for a model that was imported: it takes columns as they are.
  let schema: DataSchema?

  /// Both kinds of file are told apart by how they begin.
  init(path: String) throws {
    try self.init(Self.bytes(path: path), path: path)
  }

  /// - Parameter path: names the file in errors.
  init(_ bytes: [UInt8], path: String) throws {
    let file: (model: Model, metadata: [String: String])
    do {
      file = try ModelFile.read(bytes)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
    model = file.model
    schema = try SchemaMetadata.schema(in: file.metadata, path: path)
    guard let schema else { return }
    let (inputs, outputs) = (model.cell.wiring.inputs, model.cell.outputWidth)
    guard schema.inputWidth == inputs, schema.outputWidth == outputs else {
      throw CommandFailure(
        "\(path): the network has \(inputs) inputs and \(outputs) outputs, but the data that it says"
          + " it was trained on have \(schema.inputWidth) and \(schema.outputWidth)")
    }
  }

  /// True for a SQLite file, which a run is and a model file never is.
  private static func isDatabase(path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    return (try? file.read(upToCount: 16)) == Data("SQLite format 3\0".utf8)
  }

  private static func bytes(path: String) throws -> [UInt8] {
    if Self.isDatabase(path: path) {
      let reader = try RunReader(path: path)
      if let bytes = reader.finalModel() { return bytes }
      throw reader.damage
        ?? CommandFailure("\(path) holds no model yet: the run has not come to its first checkpoint")
    }
    return try InputFile.bytes(path: path)
  }
}
