import Foundation
import Liquid
import LiquidData

/// A model with the description of its data, from a model file or a run.
struct StoredModel {
  let model: Model
  /// Nil for a model that was imported: it takes columns as they are.
  let schema: DataSchema?

  /// Of a run, the model that it ended with.
  init(path: String) throws {
    try self.init(ModelSource(path: path).bytes(), path: path)
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
}
