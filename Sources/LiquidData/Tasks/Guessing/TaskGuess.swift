/// A first task for a table that nobody has described: guesses, each with its reason.
package struct TaskGuess {
  package let definition: TaskDefinition
  /// Why, in whole sentences, by the task file's keys; also for some that were left open.
  package let reasons: [String: [String]]
  /// The rows of each sequence, shortest first; empty without a sequence column.
  package let lengths: [Int]
  /// Outputs that a network needs.
  package let outputs: Int

  /// - Parameters:
  ///   - name: what the task is called.
  ///   - usesOrder: whether a time and a sequence column are looked for.
  /// - Throws: `DataError` where the table cannot be trained on.
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

  /// The first guess that a dataset can be made of: without the order of rows where that leads nowhere.
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
