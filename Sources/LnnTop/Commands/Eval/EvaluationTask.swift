import Foundation
import Liquid
import LiquidData
import LiquidTraining
import RunStore

/// A table as a model sees it: by what the model knows of its data, or by what the person says of a network that
/// knows nothing.
struct EvaluationTask {
  /// The rows that are evaluated are its test part.
  let dataset: Dataset
  /// Whether there is anything to compare outputs with.
  let hasTargets: Bool
  /// Which rows of the data are evaluated.
  let choice: PartChoice
  /// What messages call the data.
  let name: String
  /// What a person must know before they trust the result.
  let notes: [String]

  init(options: EvalOptions, stored: StoredModel, locations: Locations) throws {
    let data = try DataChoice(
      data: options.data, task: options.task, folder: options.dataFolder, command: EvalOptions.table.name,
      locations: locations)
    name = data.name
    guard let schema = stored.schema else {
      self = try EvaluationTask(imported: stored.model, data: data, options: options)
      return
    }
    guard options.columns.isUnspecified else {
      throw CommandFailure(
        "\(options.model) says itself which columns it was trained on: --inputs, --targets, --time and --sequence"
          + " are for imported networks")
    }
    let written = options.writtenColumns(time: schema.time?.column)
    var known: Table?
    if let training = stored.training {
      let table = try data.table(showsProgress: true, written: written)
      if let own = training.ownData(in: table, schema: schema, sortsByTime: options.sortsByTime) {
        self.init(own: own, data: data, options: options)
        return
      }
      known = table
    }
    if let part = options.part, part != .all {
      throw CommandFailure(
        "--part \(part.rawValue) is for the data that a network was trained on, which \(data.name)"
          + (stored.training == nil ? " cannot be told to be: \(options.model) kept nothing of its data" : " is not"))
    }
    let hasTestFiles = data.task?.sources.test.isEmpty == false
    let table: Table
    if let known, !hasTestFiles {
      table = known
    } else {
      table = try data.table(showsProgress: true, testFilesAlone: true, written: written)
    }
    hasTargets = schema.targets.contains { table.column(named: $0.column) != nil }
    dataset = try Dataset(
      evaluating: table, schema: schema.sorting(byTime: options.sortsByTime), hasTargets: hasTargets,
      inWindows: !options.whole)
    choice = .all
    notes =
      data.task != nil && !hasTestFiles && stored.training == nil
      ? ["all rows of the task are evaluated, those that a network was trained on, too"] : []
    try checkTargets(options)
  }

  /// The data that the network was trained on: by default what it has not seen of them.
  private init(own: Dataset, data: DataChoice, options: EvalOptions) {
    name = data.name
    hasTargets = true
    let held = PartChoice(own.judgedPart)
    let isHeldEmpty = own.count(of: own.judgedPart) == 0
    choice = options.part ?? (isHeldEmpty ? .all : held)
    dataset = own.evaluating(choice.parts, inWindows: !options.whole)
    var notes: [String] = []
    if options.part == nil {
      notes.append(
        isHeldEmpty
          ? "\(data.name) is what the network was trained on, without a part for testing: the figures are of rows that it has"
            + " seen"
          : "\(data.name) is what the network was trained on: its \(held.rawValue) part is evaluated"
            + " (--part all: all rows)")
    }
    if let leak = own.leak { notes.append(leak) }
    self.notes = notes
  }

  /// A network that knows nothing of its columns.
  private init(imported model: Model, data: DataChoice, options: EvalOptions) throws {
    if let part = options.part, part != .all {
      throw CommandFailure("\(options.model) was imported: its data have no \(part.rawValue) part")
    }
    name = data.name
    let columns = options.columns
    let table = try data.table(
      showsProgress: true, testFilesAlone: true, written: options.writtenColumns(time: columns.time))
    let schema: DataSchema
    (schema, hasTargets) = try DataSchema.raw(
      table: table, inputCount: model.cell.wiring.inputs, outputCount: model.cell.outputWidth,
      inputs: columns.inputs, targets: columns.targets, time: columns.time, sequence: columns.sequence)
    dataset = try Dataset(
      evaluating: table, schema: schema.sorting(byTime: options.sortsByTime), hasTargets: hasTargets,
      inWindows: !options.whole)
    choice = .all
    notes = []
    try checkTargets(options)
  }

  private func checkTargets(_ options: EvalOptions) throws {
    guard hasTargets || options.predictions != nil else {
      throw CommandFailure(
        "\(name) holds no targets (\(dataset.schema.targetNames.joined(separator: ", "))) to compare with;"
          + " --predictions FILE writes what the network answers")
    }
  }
}

/// The rows of the data that a network was trained on, by the part that they were in.
public enum PartChoice: String, Sendable, Hashable, CaseIterable {
  case all, train, validation, test

  init(_ part: Dataset.Part) {
    self =
      switch part {
      case .train: .train
      case .validation: .validation
      case .test: .test
      }
  }

  var parts: [Dataset.Part] {
    switch self {
    case .all: Dataset.Part.allCases
    case .train: [.train]
    case .validation: [.validation]
    case .test: [.test]
    }
  }
}
