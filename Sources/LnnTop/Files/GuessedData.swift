import LiquidData

/// A table with the task that was guessed from it, read as the task needs it.
struct GuessedData {
  let guess: TaskGuess
  let table: Table

  /// - Parameters:
  ///   - choices: what the person said of the task.
  ///   - reading: how its files are written.
  ///   - said: what the person said of that; nil: all of it.
  ///   - cache: the folder that keeps the table's values; nil: they are in memory.
  init(
    _ choices: TaskGuess.Choices, of data: DataChoice, reading: ReadingOptions, said: ReadingOptions? = nil,
    showsProgress: Bool, cache: String? = nil
  ) throws {
    func read(_ roles: ReadingRoles) throws -> Table {
      try data.table(showsProgress: showsProgress, reading: reading, said: said, roles: roles, cache: cache)
    }
    let first = try read(ReadingRoles(choices.definition))
    var choices = choices
    choices.definition = choices.definition.withoutNone(in: first)
    let found = try TaskGuess.usable(table: first, choices: choices)
    let roles = ReadingRoles(found.definition)
    // The values of a sequence are texts as they stand, which numbers no longer show.
    let losesText = found.definition.sequence.map { first.column(named: $0)?.kindName != "text" } ?? false
    let isNew = found.definition.sequence != choices.definition.sequence
    guard losesText, isNew, data.canBeReadAgain else {
      guess = found
      table = try first.reading(roles)
      return
    }
    let second = try read(roles)
    // There may be more sequences than numbers: what was counted is counted again, and another time may fit.
    let again = try TaskGuess.usable(table: second, choices: choices)
    guess = again.definition.sequence == found.definition.sequence ? again : found
    let hasOtherTime = guess.definition.time != found.definition.time
    table = try hasOtherTime ? second.reading(ReadingRoles(guess.definition)) : second
  }
}

extension TaskDefinition {
  /// The word that stands for no column, unless a column is called so.
  private static let none = "none"

  func withoutNone(in table: Table) -> TaskDefinition {
    var task = self
    guard table.column(named: Self.none) == nil else { return task }
    if time == Self.none { task.time = nil }
    if sequence == Self.none { task.sequence = nil }
    return task
  }
}
