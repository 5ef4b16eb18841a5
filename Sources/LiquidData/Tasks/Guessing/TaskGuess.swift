import Text

/// A task guessed from a table, with a reason for each guess: the one place where what a person leaves open is decided,
/// for `train FILE` as for `task init`.
package struct TaskGuess {
  /// What a person said of a task; the rest is guessed.
  package struct Choices {
    package var definition: TaskDefinition
    /// The words that were said, as the command line has them: `time`, `inputs` and so on. A word without a value in the
    /// definition says that there is none, such as no time column.
    package var settled: Set<String>

    package init(_ definition: TaskDefinition, settled: Set<String> = []) {
      self.definition = definition
      self.settled = settled
    }
  }

  package let definition: TaskDefinition
  /// The reasons in whole sentences, by the task file's keys; also for some keys that have no value.
  package private(set) var reasons: [String: [String]]
  /// What a person must know who sees no task file: a line for each guess that matters, with the option that settles it.
  package private(set) var notes: [String]
  /// The lengths of the sequences in rows, shortest first; empty without a sequence column.
  package let lengths: [Int]
  /// The number of outputs that a network needs.
  package let outputs: Int
  /// Whether a sequence or a time was found that nobody named.
  private let foundOrder: Bool

  /// - Parameters:
  ///   - usesOrder: whether to look for a time column and a sequence column.
  package init(table: Table, choices: Choices, usesOrder: Bool = true) throws(DataError) {
    var guesser = try TaskGuesser(table: table, choices: choices)
    guesser.guessText()
    guesser.guessOrder(finds: usesOrder && guesser.definition.tokens == nil)
    guesser.guessTargets()
    guesser.guessInputs()
    guesser.guessMissing()
    guesser.guessWindow()
    guesser.guessSplit()
    definition = guesser.definition
    reasons = guesser.reasons
    notes = guesser.notes
    lengths = guesser.lengths
    outputs =
      definition.kind == .classification ? guesser.targets.first?.levelCount ?? 1 : guesser.targets.count
    foundOrder =
      definition.time != choices.definition.time || definition.sequence != choices.definition.sequence
  }

  /// A guess where nobody said anything.
  package init(table: Table, name: String) throws(DataError) {
    try self.init(table: table, choices: Choices(TaskDefinition(name: name)))
  }

  /// The first guess that gives a usable data set: with a time and a sequence column, else without those that nobody
  /// named, which is told.
  ///
  /// Where neither does, the guess with them: what is wrong with it is told when its data are prepared.
  package static func usable(table: Table, choices: Choices) throws(DataError) -> TaskGuess {
    let guess = try TaskGuess(table: table, choices: choices)
    guard guess.foundOrder else { return guess }
    do {
      _ = try Dataset(table: table, task: guess.definition)
      return guess
    } catch {
      // Rows of all sequences after one another would be long enough, and nonsense.
      if case .horizonTooLong = error.problem { return guess }
      if case .cacheTooLarge = error.problem { throw error }
      var plain = try TaskGuess(table: table, choices: choices, usesOrder: false)
      guard (try? Dataset(table: table, task: plain.definition)) != nil else { return guess }
      plain.tellUnused(guess.definition, over: choices.definition, because: "\(error)")
      return plain
    }
  }

  /// Names the columns of an order that cannot be used.
  private mutating func tellUnused(
    _ found: TaskDefinition, over said: TaskDefinition, because reason: String
  ) {
    for (key, column, known) in [
      ("time", found.time, said.time), ("sequence", found.sequence, said.sequence),
    ] {
      guard let column, column != known else { continue }
      let sentence = "'\(column.displayed)' is like a \(key) and is not used as one: \(reason)"
      reasons[key, default: []].append(sentence + ".")
      notes.append("\(key): \(sentence); --\(key) names another, or none")
    }
  }
}
