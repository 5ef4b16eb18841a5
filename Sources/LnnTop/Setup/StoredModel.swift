import Foundation
import Liquid
import LiquidData
import RunStore

/// A trained model with the description of its data, from a model file or a run.
struct StoredModel {
  let model: Model
  let schema: DataSchema

  /// Both kinds of file are told apart by how they begin.
  init(path: String) throws {
    let bytes = try Self.bytes(path: path)
    let file: (model: Model, metadata: [String: String])
    do {
      file = try ModelFile.read(bytes)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
    model = file.model
    schema = try SchemaMetadata.schema(in: file.metadata, path: path)
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
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw CommandFailure("\(path) cannot be read: \(FileFailure.reason(error))")
    }
  }
}
