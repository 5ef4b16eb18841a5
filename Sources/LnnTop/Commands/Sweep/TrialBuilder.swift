import LiquidData
import Sweeps
import Text

/// Makes the options of the points of a sweep.
struct TrialBuilder {
  private let file: SweepFile
  private let place: SweepPlace
  private let locations: Locations
  private(set) var notes: [String] = []
  /// Words that meant something at a point.
  private var used: Set<String> = []
  /// What is guessed of a table, by the words that say something of it.
  private var guesses: [[String: String]: TaskDefinition] = [:]
  /// What networks of the data look like, by the words that data depend on.
  private var shapes: [[String: String]: NetworkShape] = [:]
  /// Whether options that the data leave idle are left out, as those are that mean nothing beside others.
  private let leavesOutIdle: Bool

  /// - Parameter leavesOutIdle: false for the runs of a sweep that an earlier version began, which kept them.
  init(_ file: SweepFile, locations: Locations, leavesOutIdle: Bool = true) {
    self.leavesOutIdle = leavesOutIdle
    (self.file, self.locations, place) = (file, locations, SweepPlace(file))
  }

  /// The options in force at a point, and those of its values that mean something there: units mean nothing beside a
  /// wiring that has its own, and another point may have another wiring.
  mutating func build(_ point: [String: String]) throws -> (
    options: [String: String], values: [String: String]
  ) {
    var words = file.training.merging(point) { _, value in value }
    // What a network of the papers does not have it is without, whatever a task file says.
    var fixed: Set<String> =
      words[SweepTrials.network] == nil ? [] : ["model", "wiring", "wiring-roles", "readout", "mixed-memory"]
    while true {
      do {
        let options = try options(words, fixed: fixed)
        if let idle = idleOption(options, among: words) {
          words[idle] = nil
          continue
        }
        used.formUnion(words.keys)
        return (options, point.filter { words[$0.key] != nil })
      } catch let error as UsageError {
        guard let idle = error.cause.idleOption else { throw error }
        if fixed.remove(idle) != nil { continue }
        guard words[idle] != nil else { throw error }
        words[idle] = nil
      }
    }
  }

  /// An option that changes nothing in the network that the others and the data make; nil where there is none.
  private mutating func idleOption(_ options: [String: String], among words: [String: String]) -> String? {
    guard leavesOutIdle, !words.keys.allSatisfy({ !Self.dataDependent.contains($0) }),
      let parsed = try? TrainOptions(complete: options)
    else { return nil }
    // Data that cannot be read and options that do not go together are told by the run that has them.
    let key = SweepData.words(of: options)
    if shapes[key] == nil, let data = try? SweepData(options: options, locations: locations) {
      learn(data)
    }
    guard let shape = shapes[key], let network = try? parsed.makeNetwork(shape) else { return nil }
    return network.idle.map(\.name).first { words[$0] != nil && words[$0] != "false" }
  }

  /// Options of which the data say whether they change anything.
  private static let dataDependent: Set<String> = ["residual", "embedding", "word-dropout"]

  /// Takes what the data say, so that they are not read again.
  mutating func learn(_ data: SweepData) { shapes[data.words] = NetworkShape(data.dataset.schema) }

  /// The runs of a point, one a seed.
  func jobs(_ point: (options: [String: String], values: [String: String]), trial: Int) -> [SweepJob] {
    (1...UInt64(file.seeds)).map { seed in
      var options = point.options
      options["seed"] = "\(seed)"
      return SweepJob(
        key: SweepJob.key(trial: trial, seed: seed), trial: trial, seed: seed, values: point.values,
        options: options)
    }
  }

  /// What is asked of all points and means nothing at any.
  var idleNotes: [String] {
    file.training.keys.filter { !used.contains($0) }.sorted().map {
      "training: '\($0)' means nothing at any point"
    }
  }

  private mutating func options(_ asked: [String: String], fixed: Set<String>) throws -> [String: String] {
    var options = TrainOptions()
    (options.data, options.dataFolder) = (place.task(file.task), file.data.map(place.path))
    var words = asked
    options.given = fixed
    if let preset = asked[SweepTrials.network].flatMap(NetworkPreset.named) {
      words.merge(preset.words) { own, _ in own }
    }
    words[SweepTrials.network] = nil
    for row in TrainOptions.sweepRows {
      guard let word = row.word(in: words) else { continue }
      do {
        try row.take(word, into: &options)
      } catch {
        throw CommandFailure("\(row.name) cannot be \(word.quoted): \(error)")
      }
      options.given.insert(row.long)
    }
    options.cache = options.cache.map(place.path)
    options.wiring.file = options.wiring.file.map(place.path)
    options.wiring.rolesFile = options.wiring.rolesFile.map(place.path)
    (options.threads, options.seed) = (1, 1)
    options.given.formUnion(["threads", "seed"])
    options.settle(given: options.given)
    var choice = try TaskChoice(options: options, locations: locations)
    if choice.isGuessed {
      let key = words.filter { word in TrainOptions.dataRows.contains { $0.long == word.key } }
      if let known = guesses[key] {
        choice.adopt(known)
      } else {
        _ = try choice.table(showsProgress: true)
        notes += choice.notes.filter { !notes.contains($0) }
        guesses[key] = choice.definition
      }
    }
    return choice.recorded()
  }
}
