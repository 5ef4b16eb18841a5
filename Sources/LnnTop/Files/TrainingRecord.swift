import Foundation
import LiquidData
import RunStore

/// What a model keeps of its training, so that its own data are recognised later and cut into the same parts.
struct TrainingRecord: Codable {
  /// The words that say what was to be learnt and how the rows were assigned to parts, by the names of options.
  let words: [String: String]
  /// Of the data; see `Dataset.fingerprint`.
  let fingerprint: String

  /// - Parameter recorded: every option in force.
  init(recorded: [String: String], fingerprint: String) {
    words = TrainOptions.definitionWords(in: recorded)
    self.fingerprint = fingerprint
  }

  /// That of a recorded run; nil for runs of versions that kept no fingerprint.
  init?(run path: String) {
    guard let reader = try? RunReader(path: path), let fingerprint = reader.fingerprint else { return nil }
    self.init(recorded: reader.description.configuration, fingerprint: fingerprint)
  }

  /// The table as it was prepared for training; nil if these are other data.
  ///
  /// - Parameter schema: what was learnt from the data, which names columns that words would cut up at their commas.
  func ownData(in table: Table, schema: DataSchema, sortsByTime: Bool) -> Dataset? {
    guard let options = try? TrainOptions(recorded: words) else { return nil }
    var definition = options.definition(named: schema.taskName)
    definition.targets = schema.targetColumns
    definition.missingMarkers = schema.preparation?.missingMarkers ?? [:]
    definition.timeFeatureColumn = schema.preparation?.timeFeatureColumn
    definition.categories = schema.preparation?.categories ?? []
    definition.indexesCategories = schema.indexesCategories
    let added = Set(schema.preparation?.addedColumns ?? [])
    let inputs = schema.inputColumns.filter { !added.contains($0) }
    if definition.inputs != nil, inputs.contains(where: { $0.contains(",") }) { definition.inputs = inputs }
    definition.sortsByTime = definition.sortsByTime || sortsByTime
    guard let dataset = try? Dataset(table: table, task: definition, fingerprint: fingerprint),
      dataset.fingerprint == fingerprint, dataset.schema.startsWhere(schema)
    else { return nil }
    return dataset
  }
}
