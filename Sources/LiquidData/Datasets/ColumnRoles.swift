import Liquid

/// Which column of a table is what.
struct ColumnRoles {
  let inputs: [Table.Column]
  let targets: [Table.Column]
  let time: Table.Column?
  let sequence: Table.Column?
  let kind: TaskDefinition.Kind
  /// Whether the target's values are classes.
  let isClassification: Bool
  let warnings: [String]

  /// More categories than this in a column are not told apart unless the task names it, and then up to ten
  /// times.
  static let levelLimit = 32
  static let classLimit = 256

  /// - Parameter added: columns that the task's preparation added, which are inputs.
  init(table: Table, task: TaskDefinition, added: [String]) throws(DataError) {
    time = try Self.optional(task.time, role: "time", in: table)
    sequence = try Self.optional(task.sequence, role: "sequence", in: table)
    let taken = Set([time?.name, sequence?.name].compactMap(\.self) + added)
    let free = table.columns.filter { !taken.contains($0.name) }

    if let names = task.targets {
      targets = try Self.named(names, role: "target", in: table)
    } else if let last = free.last {
      targets = [last]
    } else {
      throw DataError(.noInputs, file: table.name)
    }
    kind = task.kind ?? Self.inferredKind(targets, loss: task.loss)
    isClassification = try Self.targetsAreClasses(targets, kind: kind, loss: task.loss, in: table)

    var chosen: [Table.Column] = []
    var notes: [String] = []
    let targetNames = Set(targets.map(\.name))
    if let names = task.inputs {
      chosen = try Self.named(names, role: "input", in: table)
      if kind != .forecast, let both = chosen.first(where: { targetNames.contains($0.name) }) {
        throw DataError(.targetAmongInputs, file: table.name, column: both.name)
      }
    } else {
      (chosen, notes) = Self.usable(free.filter { !targetNames.contains($0.name) })
    }
    chosen += try Self.named(added, role: "input", in: table)
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

  /// The columns in the order of the names, each once.
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

  /// The columns that can be inputs without being asked for, and why the others cannot.
  private static func usable(_ columns: [Table.Column]) -> ([Table.Column], [String]) {
    var warnings: [String] = []
    let kept = columns.filter { column in
      if column.hasNoValues {
        warnings.append("the column '\(column.name)' has no values and is not used")
        return false
      }
      switch column.values {
      case .numbers: return true
      case .dates:
        warnings.append(
          "the column '\(column.name)' holds dates and is not used; name it with --time or --inputs")
        return false
      case .text(_, let levels):
        if column.stray != nil || levels.count <= levelLimit { return true }
        warnings.append("the column '\(column.name)' has \(levels.count) different texts and is not used")
        return false
      }
    }
    return (kept, warnings)
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

  /// Whether the targets are classes; an error where they fit neither that nor numbers.
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

extension Table.Column {
  /// The column's numbers, or the error that says which line has something else. A column without any value
  /// counts as one of numbers.
  func numbers(in table: Table) throws(DataError) -> [Double] {
    if case .numbers(let values) = values { return values }
    if let stray {
      throw table.failure(.textAmongNumbers(text: stray.text.displayed), row: stray.row, column: name)
    }
    throw DataError(.wrongKind(expected: "numbers", found: kindName), file: table.name, column: name)
  }

  /// Numbers, or dates as seconds.
  func numbersOrDates(in table: Table) throws(DataError) -> [Double] {
    if case .dates(let values) = values { return values }
    return try numbers(in: table)
  }
}
