import Liquid
import LiquidData
import Text

extension TrainOptions {
  /// These options of a command line with the words of a task file for what it leaves open.
  ///
  /// - Throws: `TaskFileError` where the file's own words do not go together, `UsageError.Cause` where the command
  ///   line's mean nothing beside them.
  func following(_ task: TaskFile) throws -> TrainOptions {
    try TrainOptions.check(task)
    var ignored: Set<String> = given.contains("epochs") ? ["steps"] : []
    var options = try merged(with: task, ignoring: ignored)
    // What the command line makes idle, as the units of another network, is no mistake of the file's.
    for row in Self.trainingOptions
    where row.word(in: task.training) != nil && !given.contains(row.long) && !row.isNotedWhereIdle {
      if row.objection(options) != nil { ignored.insert(row.long) }
    }
    options = try merged(with: task, ignoring: ignored)
    if let objection = options.objection() { throw objection }
    return options
  }

  /// Whether a file that is still to be read may give an option its meaning: a task file, or the run or model that
  /// training starts from, which says how the data are read.
  func postponesObjection(to option: String) -> Bool {
    if awaitsTaskWords { return !Self.sourceOptions.contains(option) }
    return start != nil && !hasTaskWords && Self.dataRows.contains { $0.long == option }
  }

  /// Why an option of the command line means nothing beside the others, once all of them are known.
  func objection() -> UsageError.Cause? {
    Self.table.rows.lazy.filter { given.contains($0.long) }.compactMap { $0.objection(self) }.first
  }

  private func merged(with task: TaskFile, ignoring ignored: Set<String>) throws -> TrainOptions {
    var options = self
    let chosen = task.training.filter { key, _ in
      let name = Self.trainingOptions.first { $0.isNamed(key) }?.long ?? key
      return !given.contains(name) && !ignored.contains(name)
    }
    try options.apply(chosen, of: task, under: "training")
    options.adopt(task.definition(likePaper: splitLikePaper))
    for row in Self.definitionRows where given.contains(row.long) {
      guard let word = row.word(for: self) else { continue }
      try row.take(word, into: &options)
    }
    options.hasTaskWords = true
    options.settleKind(given: given)
    options.settle(given: given.union(chosen.keys))
    options.given = given
    return options
  }

  /// Throws where the words of a task file do not go together, whatever the command line says.
  static func check(_ task: TaskFile) throws(TaskFileError) {
    var options = TrainOptions()
    options.task = task.path
    try options.apply(task.training, of: task, under: "training")
    options.adopt(task.definition)
    options.hasTaskWords = true
    options.settle(given: Set(task.training.keys))
    for row in table.rows where !row.isNotedWhereIdle {
      let key = task.training.keys.contains(row.long) ? "training.\(row.long)" : row.long
      guard let line = task.line(of: key), let objection = row.objection(options) else {
        continue
      }
      // The words are the same, but for the dashes.
      throw TaskFileError(
        .contradiction("\(objection)".replacing("--", with: "")), path: task.path, line: line)
    }
  }

  /// Takes options that a task file has under a key. Paths among them start at its folder.
  ///
  /// - Parameters:
  ///   - words: long names of options with their values.
  ///   - place: the key, such as `training`.
  /// - Throws: with the file's line, where an option is unknown or its value makes no sense.
  mutating func apply(
    _ words: [String: String], of task: TaskFile, under place: String
  ) throws(TaskFileError) {
    for (key, text) in words.sorted(by: { $0.key < $1.key }) {
      let line = task.line(of: "\(place).\(key)")
      guard let row = Self.trainingOptions.first(where: { $0.isNamed(key) }) else {
        throw TaskFileError(Self.problem(withOption: key, under: place), path: task.path, line: line)
      }
      do {
        try row.take(text, into: &self)
        wiring.locate(row.long, in: task.path.parentFolder)
      } catch {
        throw TaskFileError(
          .contradiction("'\(key)' cannot be '\(text.displayed)': \(error)"), path: task.path, line: line)
      }
    }
  }

  private static func problem(withOption key: String, under place: String) -> TaskFileError.Problem {
    // Some words of the command line are keys of a section, such as those about how tables are written.
    let places: [TaskFileKey.Place] = [.task, .data, .split]
    let homes = TaskFileKey.all.filter { $0.name == key && places.contains($0.place) }
    if ["hold-out", "validate-on"].contains(key) { return .misplacedKey(key, place: "split") }
    if key == "split-by" { return .contradiction("'split-by' is called 'by' under 'split'") }
    if key != "task", definitionRows.contains(where: { $0.isNamed(key) }) {
      return .misplacedKey(key, place: homes.first?.place.rawValue ?? "")
    }
    if table.rows.contains(where: { $0.isNamed(key) }) {
      return .contradiction("'\(key)' is for the command line alone")
    }
    if let home = homes.first { return .misplacedKey(key, place: home.place.rawValue) }
    let nearest = EditDistance.nearest(to: key, among: trainingOptions.map(\.long))
    return .unknownKey(key, place: place, nearest: nearest)
  }

  /// What may stand under `training`: all that describes networks and how they learn.
  static let trainingOptions = (networkGroups + learningGroups).flatMap(\.rows).filter { row in
    !lossRows.contains { $0.long == row.long }
  }

  /// The options that a task's definition holds. A cache is a place on one machine and changes nothing.
  private static let definitionRows = (dataRows + lossRows).filter { $0.long != "cache" }

  /// The words of a task's definition among all that were recorded.
  static func definitionWords(in recorded: [String: String]) -> [String: String] {
    let words = withCurrentNames(recorded)
    let names = Set(definitionRows.map(\.long))
    return words.filter { names.contains($0.key) }
  }
}

extension TrainOptions {
  /// What is to be learnt, as these options say.
  func definition(named name: String) -> TaskDefinition {
    var definition = TaskDefinition(
      name: name, inputs: inputs, targets: targets, time: time, sequence: sequence, kind: kind,
      window: window,
      stride: stride, split: split, horizon: horizon?.last ?? 1, missing: missing, loss: learning.chosenLoss,
      classWeights: learning.classWeights, targetSteps: learning.targetSteps, categories: categories ?? [],
      timeFeatures: timeFeatures ?? [], missingMarkers: missingMarkers ?? [:], sortsByTime: sortsByTime,
      resample: resample, cutGaps: cutGaps, dropRows: dropRows, splitBy: splitBy,
      shuffle: shuffle, scaling: scaling, targetScaling: targetScaling, metric: metric)
    if let horizon, horizon.first < horizon.last { definition.firstHorizon = horizon.first }
    definition.knownAhead = knownAhead ?? []
    definition.warmUp = warmUp
    definition.indexesCategories = stacking.embedding != nil
    definition.tokens = tokens
    definition.text = text
    definition.holdOut = holdOut
    definition.validateOn = validateOn
    return definition
  }

  /// Says the same as a definition.
  mutating func adopt(_ task: TaskDefinition) {
    inputs = task.inputs
    targets = task.targets
    tokens = task.tokens
    text = task.text
    time = task.time
    sequence = task.sequence
    kind = task.kind
    window = task.window
    stride = task.stride
    split = task.split
    let horizons = Horizons(task.horizon, from: task.firstHorizon)
    if horizons != horizon ?? 1 { horizon = horizons }
    knownAhead = task.knownAhead.isEmpty ? nil : task.knownAhead
    missing = task.missing
    // That there are none is kept where it was said.
    if !task.missingMarkers.isEmpty || missingMarkers != nil { missingMarkers = task.missingMarkers }
    learning.loss = task.loss?.kind
    learning.huberDelta = nil
    if case .huber(let delta) = task.loss { learning.huberDelta = delta }
    learning.classWeights = task.classWeights
    learning.targetSteps = task.targetSteps
    categories = task.categories.isEmpty ? nil : task.categories
    timeFeatures = task.timeFeatures.isEmpty ? nil : task.timeFeatures
    splitBy = task.splitBy
    shuffle = task.shuffle
    holdOut = task.holdOut
    validateOn = task.validateOn
    sortsByTime = task.sortsByTime
    warmUp = task.warmUp
    dropRows = task.dropRows
    resample = task.resample
    cutGaps = task.cutGaps
    scaling = task.scaling
    targetScaling = task.targetScaling
    metric = task.metric
  }
}
