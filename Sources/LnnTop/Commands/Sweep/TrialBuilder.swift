import LiquidData
import Sweeps
import Text

/// Makes the options of the points of a sweep.
struct TrialBuilder {
  private let file: SweepFile
  private let locations: Locations
  private(set) var notes: [String] = []
  /// Words that meant something at a point.
  private var used: Set<String> = []
  /// What is guessed of a table, by the words that say something of it.
  private var guesses: [[String: String]: TaskDefinition] = [:]

  init(_ file: SweepFile, locations: Locations) {
    (self.file, self.locations) = (file, locations)
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
    (options.data, options.dataFolder) = (file.task, file.data)
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
