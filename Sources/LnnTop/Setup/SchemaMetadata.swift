import Foundation
import LiquidData

/// How a model file carries what its data looked like.
enum SchemaMetadata {
  private static let key = "schema"

  static func metadata(of schema: DataSchema) throws -> [String: String] {
    let encoder = JSONEncoder()
    // Sorted, so that the same training gives the same bytes.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [key: String(decoding: try encoder.encode(schema), as: UTF8.self)]
  }

  /// - Parameter path: names the file in the error.
  static func schema(in metadata: [String: String], path: String) throws -> DataSchema {
    guard let text = metadata[key] else {
      throw CommandFailure(
        "\(path) does not say which columns the model was trained on; use a model or run that lnn-top train wrote")
    }
    do {
      return try JSONDecoder().decode(DataSchema.self, from: Data(text.utf8))
    } catch {
      throw CommandFailure("\(path): the description of the training data in this model is damaged")
    }
  }
}
