import Liquid
import LiquidData
import Text

/// One network of a comparison with the options that it is trained with.
package struct BenchmarkEntry: Sendable {
  package let name: String
  package let title: String
  /// With the seed 1.
  package private(set) var options: TrainOptions
  /// The group that is held out; nil: the data are split once.
  private(set) var turn: HeldOutTurn?

  /// All networks of a comparison, in order.
  ///
  /// What the person says goes before what the task says of a network, that before what it says of all, and that before
  /// the set-up of the papers. What is said of all networks holds for those that it means something for.
  ///
  /// - Throws: where a network is unknown or an option does not suit it.
  package static func all(_ asked: BenchmarkOptions, task: TaskFile?) throws -> [BenchmarkEntry] {
    if let task { try TrainOptions.check(task) }
    let planned = task?.benchmark.models ?? []
    // A task may name a network twice, by its own name and by an older one.
    let names = (asked.models ?? (planned.isEmpty ? NetworkPreset.standard : planned.map(\.name))).uniqued
    let entries = try names.map { name in
      guard let preset = NetworkPreset.named(name) else {
        let known = NetworkPreset.all.map(\.name).joined(separator: ", ")
        throw CommandFailure("the task compares a network \(name.quoted); there are \(known)")
      }
      let own = planned.first { $0.name == name }?.options ?? [:]
      return try BenchmarkEntry(preset, asked: asked, task: task, own: own)
    }
    try asked.checkUse(in: entries)
    return entries
  }

  private init(
    _ preset: NetworkPreset, asked: BenchmarkOptions, task: TaskFile?, own: [String: String]
  ) throws {
    name = preset.name
    title = preset.title
    var options = TrainOptions()
    options.data = asked.task
    options.dataFolder = asked.train.dataFolder
    options.threads = 1
    options.hasTaskWords = true
    if let task {
      options.splitLikePaper = asked.train.splitLikePaper
      options.adopt(task.definition(likePaper: options.splitLikePaper))
    }
    try options.apply(preset.words, named: preset.name)
    try options.apply(preset.learning, named: preset.name)
    try options.apply(task?.sharedTraining ?? [:], named: preset.name, whereUseful: true)
    if let epochs = task?.benchmark.epochs { (options.epochs, options.steps) = (epochs, nil) }
    try options.apply(own, named: preset.name)
    for option in own.keys { options.wiring.locate(option, in: task?.path.parentFolder ?? "") }
    for row in TrainOptions.table.rows
    where row.word(in: own) != nil && !row.isNotedWhereIdle {
      if let objection = row.objection(options) { throw CommandFailure("\(name): \(objection)") }
    }
    if asked.given.contains("epochs") { options.steps = nil }
    try options.apply(asked.sharedWords, named: preset.name, whereUseful: true)
    options.settleKind(given: asked.given)
    self.options = options
    // A task may have another kind than these words need.
    for row in TrainOptions.dataRows
    where asked.given.contains(row.long) && !TrainOptions.sourceOptions.contains(row.long) {
      if let objection = row.objection(options) {
        throw UsageError(objection, command: BenchmarkOptions.table.name)
      }
    }
  }
}

extension BenchmarkEntry {
  /// The same network where a group is held out.
  func holding(out turn: HeldOutTurn?) -> BenchmarkEntry {
    guard let turn else { return self }
    var entry = self
    entry.turn = turn
    entry.options.holdOut = turn.group
    return entry
  }

  /// The same network on a task that was decided since, such as one that was guessed from the table.
  func adopting(_ definition: TaskDefinition) -> BenchmarkEntry {
    var entry = self
    entry.options.adopt(definition)
    return entry
  }
}

extension TaskFile {
  /// The options of training that are not about the one network that the task suggests.
  fileprivate var sharedTraining: [String: String] {
    let ownOptions: Set<String> = [
      "model", "wiring", "wiring-roles", "readout", "mixed-memory", "learning-rate",
    ]
    return training.filter { !ownOptions.contains($0.key) }
  }
}

extension TrainOptions {
  /// Sets options by their long names.
  ///
  /// - Parameter whereUseful: leaves out what means nothing beside the options before it.
  fileprivate mutating func apply(
    _ words: [String: String], named name: String, whereUseful: Bool = false
  ) throws {
    let rows = Self.table.rows
    if let unknown = words.keys.sorted().first(where: { word in !rows.contains { $0.isNamed(word) } }) {
      throw CommandFailure("\(name): there is no option \(("--" + unknown).quoted)")
    }
    for row in rows {
      guard let word = row.word(in: words) else { continue }
      var changed = self
      do {
        try row.take(word, into: &changed)
      } catch {
        throw CommandFailure("\(name): \(row.name) cannot be \(word.quoted): \(error)")
      }
      if whereUseful, changed.networkObjection(to: row) != nil { continue }
      self = changed
    }
  }

  /// Why an option means nothing for this network.
  fileprivate func networkObjection(to row: OptionRow<TrainOptions>) -> UsageError.Cause? {
    Self.networkOptions.contains(row.long) && !row.isNotedWhereIdle ? row.objection(self) : nil
  }
}

extension BenchmarkOptions {
  /// The options of training on the command line, by their long names.
  var sharedWords: [String: String] {
    var words: [String: String] = [:]
    for row in TrainOptions.table.rows where given.contains(row.long) && Self.shared.contains(row.long) {
      // Each network is told the value instead.
      if row.long == "hold-out", foldColumn != nil { continue }
      words[row.long] = row.word(for: train)
    }
    return words
  }

  private static let shared: Set<String> = {
    let own = Set(["models", "seeds", "out", "jobs", "format", "json", "quiet"])
    return Set(table.rows.map(\.long)).subtracting(own)
  }()

  /// An option that no network of the comparison has is a mistake.
  fileprivate func checkUse(in entries: [BenchmarkEntry]) throws {
    let words = sharedWords
    for row in TrainOptions.table.rows.sorted(by: { $0.long < $1.long }) where words[row.long] != nil {
      let objections = entries.compactMap { $0.options.networkObjection(to: row) }
      guard objections.count == entries.count, let first = objections.first else { continue }
      throw UsageError(first, command: Self.table.name)
    }
  }
}

/// A network of the papers by its name: the options of `train` that make it. `CellTraits` says which there are.
package struct NetworkPreset: Sendable, Hashable {
  package let name: String
  /// As the papers and their tables write it.
  package let title: String
  /// Options by their long names.
  package let words: [String: String]
  /// The set-up of the LTC paper, which holds where neither the task nor the person says otherwise.
  let learning: [String: String]
  /// Whether it is compared where nobody says which.
  private let isStandard: Bool

  package static let all: [NetworkPreset] = CellRegistry.cells.flatMap { cell in
    let traits = cell.traits
    let forms = traits.forms.map { NetworkPreset(traits, traits.variants[0], $0) }
    return forms + traits.variants.dropFirst().map { NetworkPreset(traits, $0, .dense) }
  }

  /// The names of those that are compared where nobody says which.
  package static let standard = all.filter(\.isStandard).map(\.name)

  /// The preset with a name, or with an older name of its cell.
  package static func named(_ name: String) -> NetworkPreset? {
    let name = CellRegistry.identifier(of: name)
    return all.first { $0.name == name }
  }

  private init(_ traits: CellTraits, _ variant: CellTraits.Variant, _ form: CellTraits.Form) {
    let wiring = traits.wiring == .diagonal ? "diagonal" : form == .ncp ? "auto-ncp" : "full"
    var words = ["model": variant.name, "wiring": wiring]
    if traits.options.contains("readout") { words["readout"] = form == .ncp ? "motor" : "dense" }
    switch form {
    case .dense: (name, title) = (variant.name, variant.title)
    case .ncp: (name, title) = (variant.name + "-ncp", variant.title + "-NCP")
    case .mixedMemory:
      (name, title) = (variant.name + "-mm", variant.title + ", mixed memory")
      words["mixed-memory"] = "true"
    }
    self.words = words
    learning = ["batch": "16", "learning-rate": "\(traits.paperLearningRate)"]
    isStandard = variant == traits.variants[0] && traits.comparedForms.contains(form)
  }
}
