import LiquidData

/// How a model file carries what its data looked like.
enum SchemaMetadata {
  private static let key = "schema"

  static func metadata(of schema: DataSchema) -> [String: String] { [key: schema.json] }

  /// Nil where the model was not trained here.
  ///
  /// - Parameter path: names the file in the error.
  static func schema(in metadata: [String: String], path: String) throws -> DataSchema? {
    guard let text = metadata[key] else { return nil }
    return try DataSchema(json: text, source: path)
  }
}
