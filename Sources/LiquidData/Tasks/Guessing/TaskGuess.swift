/// A task guessed from a table, with a reason for each guess.
package struct TaskGuess {
  package let definition: TaskDefinition
  /// The reasons in whole sentences, by the task file's keys; also for some keys that have no value.
  package let reasons: [String: [String]]
  /// The lengths of the sequences in rows, shortest first; empty without a sequence column.
  package let lengths: [Int]
  /// The number of outputs that a network needs.
  package let outputs: Int

  /// - Parameters:
  ///   - name: of the task.
  ///   - usesOrder: whether to look for a time column and a sequence column.
  /// - Throws: `DataError` if the table cannot be trained on.
  package init(table: Table, name: String, usesOrder: Bool = true) throws(DataError) {
    var guesser = TaskGuesser(table: table, name: name)
    if usesOrder {
      guesser.guessSequence()
      guesser.guessTime()
    }
    guesser.guessTargets()
    guesser.guessInputs()
    guesser.guessMissing()
    guesser.guessWindow()
    guesser.guessSplit()
    definition = guesser.definition
    reasons = guesser.reasons
    lengths = guesser.lengths
    outputs =
      definition.kind == .classification ? guesser.targets.first?.levels.count ?? 1 : guesser.targets.count
  }

  /// The first guess that gives a usable data set: with a time and a sequence column, else without.
  package static func usable(table: Table, name: String) throws(DataError) -> TaskGuess {
    let guess = try TaskGuess(table: table, name: name)
    do {
      _ = try Dataset(table: table, task: guess.definition)
      return guess
    } catch {
      let plain = try TaskGuess(table: table, name: name, usesOrder: false)
      guard (try? Dataset(table: table, task: plain.definition)) != nil else { throw error }
      return plain
    }
  }
}
