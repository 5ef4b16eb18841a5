import Liquid

/// The role of each column of a table.
struct ColumnRoles {
  let inputs: [Table.Column]
  let targets: [Table.Column]
  let time: Table.Column?
  let sequence: Table.Column?
  let kind: TaskDefinition.Kind
  /// Whether the target's values are classes.
  let isClassification: Bool
  let warnings: [String]

  /// The most categories of an input that the task does not name; ten times as many if it does.
  static let levelLimit = 32
  static let classLimit = 256

  /// - Parameter added: columns that are inputs whatever the task names: those added by its preparation, and its text.
  init(table: Table, task: TaskDefinition, added: [String]) throws(DataError) {
    time = try Self.optional(task.time, role: "time", in: table)
    sequence = try Self.optional(task.sequence, role: "sequence", in: table)
    let times = time.map { [$0.name] + TimeParts.names($0.name) } ?? []
    let taken = Set(times + [sequence?.name].compactMap(\.self) + added)
    let free = table.columns.filter { !taken.contains($0.name) }

    if let names = task.targets {
      targets = try Self.named(names, role: "target", in: table)
    } else if let last = free.last ?? task.text.flatMap(table.column(named:)) {
      targets = [last]
    } else {
      throw DataError(.noInputs, file: table.name)
    }
    // A text that is answered to by nothing else is forecast from its own beginning.
    let isOfText = task.targets == nil && targets[0].name == task.text
    kind = task.kind ?? (isOfText ? .forecast : Self.inferredKind(targets, loss: task.loss))
    isClassification = try Self.targetsAreClasses(targets, kind: kind, loss: task.loss, in: table)

    var chosen: [Table.Column] = []
    var notes: [String] = []
    let targetNames = Set(targets.map(\.name))
    if let names = task.inputs {
      chosen = try Self.named(names, role: "input", in: table)
      if kind != .forecast, let both = chosen.first(where: { targetNames.contains($0.name) }) {
        throw DataError(.targetAmongInputs, file: table.name, column: both.name)
      }
    } else if task.textColumn == nil {
      let origins = task.groupColumns.union(table.stated.origins)
      (chosen, notes) = Self.usable(
        free.filter { !targetNames.contains($0.name) && !origins.contains($0.name) })
    }
    let given = Set(chosen.map(\.name))
    chosen += try Self.named(added.filter { !given.contains($0) }, role: "input", in: table)
    let known = Set(chosen.map(\.name))
    let ahead = try Self.named(task.columnsKnownAhead, role: "known-ahead", in: table)
    if let target = ahead.first(where: { targetNames.contains($0.name) }) {
      throw DataError(.targetKnownAhead, file: table.name, column: target.name)
    }
    chosen += ahead.filter { !known.contains($0.name) }
    if kind == .forecast {
      let known = Set(chosen.map(\.name))
      chosen += targets.filter { !known.contains($0.name) }
    }
    if chosen.isEmpty { throw DataError(.noInputs, file: table.name) }
    for column in chosen + targets where column.hasNoValues {
      throw DataError(.noValues, file: table.name, column: column.name)
    }
    inputs = chosen
    warnings = notes
  }

  private static func optional(
    _ name: String?, role: String, in table: Table
  ) throws(DataError) -> Table.Column? {
    guard let name else { return nil }
    return try table.column(named: name, role: role)
  }

  /// The named columns in order, each once.
  private static func named(
    _ names: [String], role: String, in table: Table
  ) throws(DataError) -> [Table.Column] {
    var columns: [Table.Column] = []
    var seen: Set<String> = []
    for name in names where seen.insert(name).inserted {
      columns.append(try table.column(named: name, role: role))
    }
    return columns
  }

  /// The columns that are inputs if the task names none, and why the others are not.
  private static func usable(_ columns: [Table.Column]) -> ([Table.Column], [String]) {
    var (empty, dates, texts): ([String], [String], [String]) = ([], [], [])
    var levelCount = 0
    let kept = columns.filter { column in
      if column.hasNoValues {
        empty.append(column.name)
        return false
      }
      switch column.values {
      case .numbers: return true
      case .dates:
        dates.append(column.name)
        return false
      case .text(_, let levels):
        if column.stray != nil || levels.count <= levelLimit { return true }
        texts.append(column.name)
        levelCount = levels.count
        return false
      }
    }
    let manyTexts = texts.count == 1 ? "\(levelCount)" : "more than \(levelLimit)"
    return (
      kept,
      [
        unused(empty, ["has no values", "have no values"]),
        unused(dates, ["holds dates", "hold dates"], advice: "; name it with --time or --inputs"),
        unused(texts, ["has \(manyTexts) different texts", "have \(manyTexts) different texts"]),
      ].compactMap(\.self)
    )
  }

  /// - Parameter reasons: of one column and of several.
  private static func unused(_ names: [String], _ reasons: [String], advice: String = "") -> String? {
    if names.isEmpty { return nil }
    if names.count == 1 { return "the column '\(names[0])' \(reasons[0]) and is not used\(advice)" }
    return "\(names.count) columns \(reasons[1]) and are not used: \(listed(names, limit: 3))"
  }

  private static func inferredKind(_ targets: [Table.Column], loss: Loss?) -> TaskDefinition.Kind {
    if let loss { return loss == .crossEntropy ? .classification : .regression }
    guard targets.count == 1, let target = targets.first else { return .regression }
    switch target.values {
    case .text: return target.stray == nil ? .classification : .regression
    case .dates: return .regression
    case .numbers(let values):
      let present = values.lazy.filter { !$0.isNaN }
      let isBinary = present.allSatisfy { $0 == 0 || $0 == 1 } && present.contains(0) && present.contains(1)
      return isBinary ? .classification : .regression
    }
  }

  /// Whether the targets are classes.
  ///
  /// - Throws: if they are neither classes nor numbers.
  private static func targetsAreClasses(
    _ targets: [Table.Column], kind: TaskDefinition.Kind, loss: Loss?, in table: Table
  ) throws(DataError) -> Bool {
    let texts = targets.filter { !$0.isNumeric }
    let wantsClasses =
      if let loss { loss == .crossEntropy } else {
        kind == .classification || (kind == .forecast && !texts.isEmpty && targets.count == 1)
      }
    if wantsClasses, targets.count == 1, texts.allSatisfy({ $0.stray == nil }) { return true }
    for column in texts { _ = try column.numbers(in: table) }
    if wantsClasses { throw DataError(.mixedTargets, file: table.name, column: targets.last?.name) }
    return false
  }
}
