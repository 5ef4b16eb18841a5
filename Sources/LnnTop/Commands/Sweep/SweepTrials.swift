import Foundation
import Liquid
import LiquidData
import Sweeps
import Text

/// The runs that a sweep file asks for: each point of the space is a command line of `train`.
struct SweepTrials {
  let plan: SweepPlan
  /// What a person must know of the task and the data.
  let notes: [String]

  /// - Throws: where an option is unknown, a value makes no sense, or the data cannot be read.
  init(_ file: SweepFile, locations: Locations) throws {
    try Self.check(file)
    var builder = Builder(file, locations: locations)
    var jobs: [SweepJob] = []
    var known: Set<[String: String]> = []
    var skipped = 0
    for point in 0..<file.trials {
      let built = try builder.build(file.sampler.point(point, of: file.space, seed: file.seed))
      // Points that differ only in what means nothing there are one.
      guard known.insert(built.options).inserted else {
        skipped += 1
        continue
      }
      let trial = known.count - 1
      for seed in 1...UInt64(file.seeds) {
        var options = built.options
        options["seed"] = "\(seed)"
        jobs.append(
          SweepJob(
            key: SweepJob.key(trial: trial, seed: seed), trial: trial, seed: seed, values: built.values,
            options: options))
      }
    }
    let data = try SweepData(options: jobs[0].options, locations: locations)
    let schema = data.dataset.schema
    plan = SweepPlan(
      name: file.name, task: file.task, space: file.space, sampler: file.sampler, goal: file.goal,
      metricName: schema.metricName, isBetterWhenLarger: schema.metric.isBetterWhenLarger,
      fingerprint: data.fingerprint, jobs: jobs)
    let repeated =
      skipped == 0
      ? []
      : ["\(counted(skipped, "point")) say the same as another, and \(skipped == 1 ? "is" : "are") left out"]
    notes = builder.notes + builder.idleNotes + repeated + data.dataset.warnings
    // What no run could be made with is said before the first one.
    guard data.dataset.count(of: .validation) > 0 else {
      throw CommandFailure(
        "\(file.task) has no validation part, and nothing else may choose settings; --split makes one")
    }
  }

  /// The name of a dimension whose values are networks of the papers, as in `benchmark --models`.
  private static let network = "network"

  /// Throws where an option of the file is none, or one of its values makes no sense.
  private static func check(_ file: SweepFile) throws {
    let rows = TrainOptions.sweepRows
    let names = rows.map(\.long) + [network]
    func check(_ name: String, under place: String, _ words: [String]) throws {
      let line = file.line(of: "\(place).\(name)")
      if name == network {
        guard let unknown = words.first(where: { NetworkPreset.named($0) == nil }) else { return }
        let known = NetworkPreset.all.map(\.name).joined(separator: ", ")
        throw SweepFileError(
          "there is no network \(unknown.displayed.quoted); there are \(known)", path: file.path, line: line)
      }
      guard let row = rows.first(where: { $0.isNamed(name) }) else {
        let nearest = EditDistance.nearest(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""
        throw SweepFileError(
          "there is no option '\(name.displayed)' to train with\(nearest)", path: file.path, line: line)
      }
      for word in words {
        var options = TrainOptions()
        do {
          try row.take(word, into: &options)
        } catch {
          throw SweepFileError(
            "'\(name)' cannot be \(word.displayed.quoted): \(error)", path: file.path, line: line)
        }
      }
    }
    for (name, word) in file.training.sorted(by: { $0.key < $1.key }) {
      try check(name, under: "training", [word])
    }
    for dimension in file.space.dimensions {
      try check(dimension.name, under: "space", dimension.samples)
      guard isOfJudgement(dimension.name, file.goal) else { continue }
      throw SweepFileError(
        "'\(dimension.name)' changes what trials are judged by, so that they cannot be compared; it goes under 'training'",
        path: file.path, line: file.line(of: "space.\(dimension.name)"))
    }
  }

  /// Whether an option changes the rows, the targets or the figure that trials are compared by.
  private static func isOfJudgement(_ name: String, _ goal: SweepGoal) -> Bool {
    let judged: Set<String> = [
      "targets", "kind", "metric", "horizon", "split", "split-by", "shuffle", "hold-out", "validate-on",
      "target-steps",
      "drop-rows", "resample", "cut-gaps", "time", "sequence",
    ]
    let lossAlone: Set<String> = ["loss", "class-weights", "huber-delta", "target-scaling"]
    return judged.contains(name) || goal == .loss && lossAlone.contains(name)
  }

  /// Makes the options of points.
  private struct Builder {
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
        words[network] == nil ? [] : ["model", "wiring", "wiring-roles", "readout", "mixed-memory"]
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
      if let preset = asked[network].flatMap(NetworkPreset.named) {
        words.merge(preset.words) { own, _ in own }
      }
      words[network] = nil
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
}

extension SweepDimension {
  /// Words of it that say whether all of them make sense.
  fileprivate var samples: [String] {
    switch values {
    case .choices(let choices): choices
    case .range: [0, 0.37, 0.63, 1.0.nextDown].map(word)
    }
  }
}

extension TrainOptions {
  /// The options that a sweep may have: all that say what is learnt and how, but for what tells its runs apart.
  static let sweepRows = (dataRows + trainingOptions + lossRows).filter {
    !["seed", "threads"].contains($0.long) && !sourceOptions.contains($0.long)
  }
}
