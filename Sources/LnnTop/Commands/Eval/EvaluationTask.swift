import Foundation
import Liquid
import LiquidData
import LiquidTraining
import RunStore
import Text

/// A table as a model sees it: by what the model knows of its data, or by what the person says of a network that
/// knows nothing.
struct EvaluationTask {
  /// The rows that are evaluated are its test part.
  let dataset: Dataset
  /// All rows, from whose last ones the future is forecast; nil where nobody asked for it.
  private(set) var whole: Dataset?
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
    guard let known = stored.schema else {
      self = try Self.imported(stored.model, data: data, options: options)
      return
    }
    guard options.columns.isUnspecified else {
      throw CommandFailure(
        "\(options.model) says itself which columns it was trained on: --inputs, --targets, --time and --sequence"
          + " are for imported networks")
    }
    if let rows = options.warmUp, rows > 0, known.targetSteps == .mean {
      throw CommandFailure("--warm-up \(rows): a mean over the steps of a sequence has no warm-up")
    }
    let schema = known.warmingUp(options.warmUp ?? known.warmUp)
    let reader = Reader(
      data: data, reading: options.reading.filled(from: schema.reading ?? ReadingOptions()),
      said: options.reading,
      roles: ReadingRoles(schema), written: options.writtenColumns(time: schema.time?.column))
    var read: Table?
    if let training = stored.training {
      let table = try reader.table()
      if let own = training.ownData(in: table, schema: schema, sortsByTime: options.sortsByTime) {
        self = try Self.own(own, data: data, options: options)
        if options.ahead != nil {
          whole = try Dataset(evaluating: table, schema: schema.sorting(byTime: options.sortsByTime))
        }
        return
      }
      read = table
    }
    self = try Self.other(reader, read: read, schema: schema, options: options)
  }

  /// How the data are read.
  private struct Reader {
    let data: DataChoice
    let reading: ReadingOptions
    /// What the person says of it.
    let said: ReadingOptions
    let roles: ReadingRoles
    let written: Set<String>

    func table(testFilesAlone: Bool = false) throws -> Table {
      try data.table(
        showsProgress: true, reading: reading, said: said, roles: roles, testFilesAlone: testFilesAlone,
        written: written)
    }
  }

  private init(dataset: Dataset, hasTargets: Bool, choice: PartChoice, name: String, notes: [String]) {
    self.dataset = dataset
    self.hasTargets = hasTargets
    self.choice = choice
    self.name = name
    self.notes = notes
    whole = choice == .all ? dataset : nil
  }

  /// The data that the network was trained on: by default what it has not seen of them.
  private static func own(
    _ own: Dataset, data: DataChoice, options: EvalOptions
  ) throws -> EvaluationTask {
    let held = PartChoice(own.judgedPart)
    let isHeldEmpty = own.count(of: own.judgedPart) == 0
    let choice = options.part ?? (isHeldEmpty ? .all : held)
    let dataset = own.evaluating(choice.parts, inWindows: !options.whole)
      .warmingUp(options.warmUp ?? own.schema.warmUp)
    guard dataset.count(of: .test) > 0 else {
      throw CommandFailure("\(data.name) has no \(choice.rawValue) part; --part all takes all rows")
    }
    var notes: [String] = []
    if options.part == nil {
      notes.append(
        isHeldEmpty
          ? "\(data.name) is what the network was trained on, and no part of it was held out: it has seen these rows"
          : "\(data.name) is what the network was trained on: its \(held.rawValue) part is evaluated"
            + " (--part all: all rows)")
    }
    if let leak = own.leak { notes.append(leak) }
    return EvaluationTask(dataset: dataset, hasTargets: true, choice: choice, name: data.name, notes: notes)
  }

  /// Data that the network was not trained on, or of which that is not known.
  ///
  /// - Parameter read: all files' rows, where they are at hand.
  private static func other(
    _ reader: Reader, read: Table?, schema: DataSchema, options: EvalOptions
  ) throws -> EvaluationTask {
    let data = reader.data
    if let part = options.part, part != .all {
      let why =
        read == nil
        ? "\(options.model) kept nothing of its data to tell"
        : "\(data.name) holds other data, or they were changed"
      throw CommandFailure("--part \(part.rawValue) is for the data that a network was trained on: \(why)")
    }
    let hasTestFiles = data.task?.sources.test.isEmpty == false
    let table = try (hasTestFiles ? nil : read) ?? reader.table(testFilesAlone: true)
    let hasTargets = schema.targets.contains { table.column(named: $0.column) != nil }
    let isUnknown = data.task != nil && !hasTestFiles && read == nil
    let isOther = read != nil && !hasTestFiles && options.part == nil
    let task = EvaluationTask(
      dataset: try Dataset(
        evaluating: table, schema: schema.sorting(byTime: options.sortsByTime), hasTargets: hasTargets,
        inWindows: !options.whole),
      hasTargets: hasTargets, choice: .all, name: data.name,
      notes: isUnknown
        ? ["all rows of the task are evaluated, those that a network was trained on, too"]
        : isOther ? ["\(data.name) holds other data than those trained on: all rows are evaluated"] : [])
    try task.checkTargets(options)
    return task
  }

  /// A network that knows nothing of its columns.
  private static func imported(
    _ model: Model, data: DataChoice, options: EvalOptions
  ) throws -> EvaluationTask {
    if let part = options.part, part != .all {
      throw CommandFailure("\(options.model) was imported: its data have no \(part.rawValue) part")
    }
    let columns = options.columns
    let table = try Reader(
      data: data, reading: options.reading, said: options.reading,
      roles: ReadingRoles(time: columns.time, sequence: columns.sequence),
      written: options.writtenColumns(time: columns.time)
    ).table(testFilesAlone: true)
    let (schema, hasTargets) = try DataSchema.raw(
      table: table, inputCount: model.cell.wiring.inputs, outputCount: model.cell.outputWidth,
      inputs: columns.inputs, targets: columns.targets, time: columns.time,
      sequence: columns.sequence ?? table.stated.sequence)
    let task = EvaluationTask(
      dataset: try Dataset(
        evaluating: table, schema: schema.sorting(byTime: options.sortsByTime), hasTargets: hasTargets,
        inWindows: !options.whole),
      hasTargets: hasTargets, choice: .all, name: data.name, notes: [])
    try task.checkTargets(options)
    return task
  }

  private func checkTargets(_ options: EvalOptions) throws {
    // One answer for each sequence is told without a truth, too.
    let mayLack =
      options.mayLackTargets || options.predictions != nil || options.ahead != nil
      || dataset.schema.targetSteps != .all
    guard hasTargets || mayLack else {
      throw CommandFailure(
        "\(name) holds no targets (\(dataset.schema.targetColumns.map(\.sanitized).joined(separator: ", "))) to compare with;"
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
