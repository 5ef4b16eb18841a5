import Foundation
import Liquid
import LiquidData
import RunStore

/// What is trained on: the person's file and words, or a task file.
struct TaskChoice {
  let data: DataChoice
  /// Complete once the table was read, where nothing but the table is there to say what is what.
  private(set) var definition: TaskDefinition
  /// Those of the command line, with the task file's words for what it leaves open.
  private(set) var options: TrainOptions
  /// What a person must know of the task before they trust a result.
  private(set) var notes: [String]
  /// Whether what the person leaves open is guessed from the table: where no task file, run or model says it.
  let isGuessed: Bool
  /// The words that the person said, which are not guessed.
  private let settled: Set<String>

  /// - Parameter settled: what the person said of a table, where the options are complete but for what is guessed; nil:
  ///   as they say.
  init(options asked: TrainOptions, locations: Locations, settled: Set<String>? = nil) throws {
    let data = try DataChoice(
      data: asked.data, task: asked.task, folder: asked.dataFolder, command: TrainOptions.table.name,
      locations: locations)
    let options = try Self.options(asked, data.task, locations)
    let isOpen = settled != nil || !asked.hasTaskWords
    isGuessed = data.task == nil && asked.resume == nil && asked.start == nil && isOpen
    self.settled = settled ?? options.given
    definition = options.definition(of: data)
    notes = Self.notes(options, definition, data.task)
    self.data = data
    self.options = options
  }

  /// The options in force; those of a resumed run and of a comparison's networks are complete already.
  private static func options(
    _ asked: TrainOptions, _ task: TaskFile?, _ locations: Locations
  ) throws -> TrainOptions {
    var options = asked
    options.hasTaskWords = true
    guard asked.resume == nil, !asked.hasTaskWords else { return options }
    do {
      if let task { return try asked.following(task) }
      if asked.splitLikePaper {
        throw UsageError.Cause.needs(option: "--split-like-paper", other: "a task file")
      }
      if let start = asked.start {
        options = try asked.readingData(as: RunPath.resolve(start, locations: locations))
        options.hasTaskWords = true
      }
      // A name that might have been a task's was a file's: nothing was checked yet.
      if asked.start == nil { options.settleKind(given: asked.given) }
      if let objection = options.objection() { throw objection }
      return options
    } catch let cause as UsageError.Cause {
      throw UsageError(cause, command: TrainOptions.table.name)
    }
  }

  private static func notes(
    _ options: TrainOptions, _ definition: TaskDefinition, _ task: TaskFile?
  ) -> [String] {
    if options.splitLikePaper {
      guard let paper = task?.paperSplit else { return [] }
      let why = paper.note.map { ": \($0)" } ?? ""
      return [
        "THE SPLIT LEAKS, as that of the published code does\(why); the figures compare with published ones and with"
          + " nothing else"
      ]
    }
    guard definition.splitBy == .windows else { return [] }
    return [
      "THE SPLIT LEAKS: overlapping windows are assigned to parts at random, so rows of the test part are also trained on"
    ]
  }

  /// Reads the table, with a bar where stderr is a terminal and that takes long, and decides what was left open.
  mutating func table(showsProgress: Bool) throws -> Table {
    guard isGuessed else {
      let table = try data.table(
        showsProgress: showsProgress, reading: options.reading, said: saidReading,
        roles: ReadingRoles(definition), cache: options.cache)
      definition = definition.withoutNone(in: table)
      return table
    }
    let guessed = try GuessedData(
      TaskGuess.Choices(definition, settled: settled), of: data, reading: options.reading,
      said: saidReading, showsProgress: showsProgress, cache: options.cache)
    definition = guessed.guess.definition
    options.adopt(definition)
    notes += guessed.guess.notes
    return guessed.table
  }

  /// What the person says now of how files are written: other words are those of a run or model.
  private var saidReading: ReadingOptions {
    guard options.resume != nil || options.start != nil else { return options.reading }
    var said = ReadingOptions()
    if options.given.contains("sound") { said.sound = options.reading.sound }
    if options.given.contains("label-column") { said.labelColumn = options.reading.labelColumn }
    return said
  }

  /// Takes what was decided of the same table before.
  mutating func adopt(_ definition: TaskDefinition) {
    self.definition = definition
    options.adopt(definition)
  }

  /// Every option in force with the task's own words for what the person left open, so that the record alone says what
  /// was trained on, wherever it is read.
  func recorded() -> [String: String] {
    var options = options
    options.adopt(definition)
    options.wiring = options.wiring.withAbsolutePaths
    options.cache = options.cache.map(Self.absolute)
    if let task = data.task {
      options.data = nil
      options.task = task.path == "-" ? task.path : Self.absolute(task.path)
      options.dataFolder = Self.absolute(data.folder)
    } else {
      options.data = data.name == "-" ? data.name : Self.absolute(data.name)
    }
    return options.configuration
  }

  private static func absolute(_ path: String) -> String {
    let path = path.isEmpty ? FileManager.default.currentDirectoryPath : path
    return URL(fileURLWithPath: path).standardizedFileURL.path
  }
}

extension TrainOptions {
  /// The task in the person's words, and in the file's for what has no option.
  fileprivate func definition(of data: DataChoice) -> TaskDefinition {
    let file =
      data.name == "-" ? "stdin" : URL(fileURLWithPath: data.name).deletingPathExtension().lastPathComponent
    var definition = definition(named: name ?? data.task?.name ?? file)
    guard let task = data.task?.definition else { return definition }
    definition.missingMarkers = missingMarkers ?? task.missingMarkers
    definition.timeFeatureColumn = task.timeFeatureColumn
    // A record cuts names up at their own commas.
    func isSame(_ names: [String]?, _ recorded: [String]?) -> Bool {
      names?.joined(separator: ",") == recorded?.joined(separator: ",")
    }
    if isSame(task.inputs, definition.inputs) { definition.inputs = task.inputs }
    if isSame(task.targets, definition.targets) { definition.targets = task.targets }
    if isSame(task.knownAhead, definition.knownAhead) { definition.knownAhead = task.knownAhead }
    if isSame(task.categories, definition.categories) { definition.categories = task.categories }
    return definition
  }
}

extension TrainOptions {
  /// These options, reading the data as the run or model file at `path` did where the command line does not say how.
  fileprivate func readingData(as path: String) throws -> TrainOptions {
    guard let reader = try? RunReader(path: path) else {
      let stored = try StoredModel(path: path)
      guard let schema = stored.schema else { return self }
      return try readingData(asRecorded: schema.dataWords).fitting(stored.model, schema)
    }
    let recorded = reader.description.configuration
    // What the run left to its data, such as the inputs, is in its model.
    guard let stored = try? StoredModel(path: path), let schema = stored.schema else {
      return try readingData(asRecorded: recorded)
    }
    return try readingData(asRecorded: schema.dataWords.merging(recorded) { _, word in word })
      .fitting(stored.model, schema)
  }

  /// The names of columns as they are, which words would cut up at their own commas, and what the network takes and gives:
  /// indices where it has vectors of categories, an answer in each step or in the last.
  private func fitting(_ model: Model, _ schema: DataSchema) -> TrainOptions {
    var options = self
    if !given.contains("targets") {
      options.targets = schema.targetColumns
      if !given.contains("inputs") { options.inputs = schema.columnsOfTables }
      if !given.contains("target-steps"), schema.targetSteps != .all {
        options.learning.targetSteps = schema.targetSteps
      }
    }
    if !given.contains("embedding"), schema.indexesCategories {
      options.stacking.embedding = (model.network as? Stack)?.options.embeddings.last?.width
    }
    if let reading = schema.reading { options.reading = options.reading.filled(from: reading) }
    return options
  }
}

extension DataSchema {
  /// The input columns that a table must have; those made from its dates are not.
  fileprivate var columnsOfTables: [String] {
    let added = Set(preparation?.addedColumns ?? [])
    return inputColumns.filter { !added.contains($0) }
  }

  /// The options of `train` that read a table as this one was read, but for the columns.
  fileprivate var dataWords: [String: String] {
    var words = ["kind": kind.rawValue, "missing": missing.rawValue]
    words["time"] = time?.column
    words["sequence"] = sequence == Table.pieceColumn ? nil : sequence
    if let text = preparation?.text {
      (words["tokens"], words["text"]) = (text.tokens.text, text.name)
      if sequence == TextColumn.documentColumn { words["sequence"] = nil }
    }
    words["window"] = window.map(String.init)
    words["warm-up"] = warmUp > 0 ? "\(warmUp)" : nil
    if kind == .forecast {
      words["horizon"] = Horizons(horizon, from: horizons.first).text
      words["known-ahead"] = columnsKnownAhead.isEmpty ? nil : columnsKnownAhead.joined(separator: ",")
    }
    if let preparation {
      let (categories, markers) = (preparation.categories, preparation.missingMarkers)
      words["categories"] = categories.isEmpty ? nil : ValueFormat.names("").text(categories)
      words["missing-markers"] = markers.isEmpty ? nil : ValueFormat.missingMarkers.text(markers)
      let features = preparation.timeFeatures.map(\.rawValue)
      words["time-features"] = features.isEmpty ? nil : features.joined(separator: ",")
      words["sort-by-time"] = preparation.sortsByTime ? "true" : nil
      words["resample"] = preparation.resample.map { "\($0)" }
      words["cut-gaps"] = preparation.cutGaps?.text
    }
    return words
  }
}
