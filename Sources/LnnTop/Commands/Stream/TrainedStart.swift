import Liquid
import LiquidData

/// The trained network that a stream starts with, and what it knows of its data.
struct TrainedStart {
  let model: Model
  let schema: DataSchema

  /// - Parameter name: of a model file or run.
  /// - Throws: where it says nothing of its data, or an option says again what it brings along.
  init(_ name: String, options: StreamOptions, locations: Locations) throws {
    let path = RunPath.resolve(name, locations: locations)
    if let option = options.given.intersection(StreamOptions.ofTrained).min() {
      throw UsageError(.clash(option: "--\(option)", other: "--init"), command: StreamOptions.table.name)
    }
    let stored = try StoredModel(path: path)
    guard let schema = stored.schema else {
      throw CommandFailure(
        "\(path) says nothing of the columns that its network was trained on: give a model or run of 'lnn-top train'"
          + " (a stream's own run is gone on with by --resume)")
    }
    if let input = schema.inputs.first(where: \.isTokens) {
      throw CommandFailure(
        "\(path) reads whole texts, in '\(input.column.displayed)', and a stream has a row for each step: 'lnn-top eval'"
          + " applies it to a table of new texts")
    }
    (model, self.schema) = (stored.model, schema)
  }
}
