import Foundation
import Liquid
import LiquidData

/// The network that training starts with: new, from a model file or run, or as a resumed run has it.
struct StartingNetwork {
  let model: Model
  let notes: [String]
  /// True where a model file, and not the options, says what the network is.
  private let isAsStored: Bool

  init(options: TrainOptions, resumed: ResumedRun?, dataset: Dataset, locations: Locations) throws {
    if let cell = try resumed?.cell() {
      // Its parameters come with the training state.
      self.init(model: Model(cell: cell, seed: options.seed))
    } else if let path = options.start {
      let path = RunPath.resolve(path, locations: locations)
      try self.init(stored: StoredModel(path: path), path: path, options: options, dataset: dataset)
    } else {
      let network = try options.makeNetwork(NetworkShape(dataset.schema))
      self.init(model: Model(cell: network.cell, seed: options.seed), notes: network.notes)
    }
  }

  private init(model: Model, notes: [String] = [], isAsStored: Bool = false) {
    self.model = model
    self.notes = notes
    self.isAsStored = isAsStored
  }

  private init(stored: StoredModel, path: String, options: TrainOptions, dataset: Dataset) throws {
    try Self.checkColumns(stored, path: path, dataset: dataset)
    let isDescribed = !options.given.isDisjoint(with: TrainOptions.networkOptions)
    if isDescribed {
      let asked = try options.makeCell(NetworkShape(dataset.schema))
      guard try Self.json(asked) == Self.json(stored.model.network) else {
        throw CommandFailure(
          "\(path) holds another network than the options describe; without them the network is taken from it"
        )
      }
    }
    let isScaledAlike = stored.schema.map { $0.inputs == dataset.schema.inputs } ?? true
    let note =
      "the data are scaled by their own means and deviations, not by those that \(path) was trained with"
    self.init(model: stored.model, notes: isScaledAlike ? [] : [note], isAsStored: !isDescribed)
  }

  private static func checkColumns(_ stored: StoredModel, path: String, dataset: Dataset) throws {
    let (mine, cell) = (dataset.schema, stored.model.cell)
    guard let schema = stored.schema else {
      guard cell.wiring.inputs == mine.inputWidth, cell.outputWidth == mine.outputWidth else {
        throw CommandFailure(
          "\(path) has \(cell.wiring.inputs) inputs and \(cell.outputWidth) outputs; the data give"
            + " \(mine.inputWidth) and \(mine.outputWidth)")
      }
      return
    }
    guard schema.inputNames == mine.inputNames, schema.outputNames == mine.outputNames else {
      throw CommandFailure(
        "\(path) was trained from \(schema.inputNames.joined(separator: ", ")) to"
          + " \(schema.outputNames.joined(separator: ", ")), not from \(mine.inputNames.joined(separator: ", ")) to"
          + " \(mine.outputNames.joined(separator: ", ")); choose --inputs and --targets to match")
    }
  }

  private static func json(_ cell: any NetworkCell) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(Architecture(cell))
  }

  /// What a run records: without the options that describe a network where a file described it.
  func recorded(_ configuration: [String: String]) -> [String: String] {
    guard isAsStored else { return configuration }
    return configuration.filter { !TrainOptions.networkOptions.contains($0.key) }
  }
}
