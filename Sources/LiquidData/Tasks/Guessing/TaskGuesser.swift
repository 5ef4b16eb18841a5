/// Makes the guesses one after another: each builds on those before.
struct TaskGuesser {
  let table: Table
  let profiles: [ColumnProfile]
  /// The rows in which a file begins.
  private let fileStarts: Set<Int>
  var definition: TaskDefinition
  var reasons: [String: [String]] = [:]
  var lengths: [Int] = []
  var sequence: ColumnProfile?
  var time: ColumnProfile?
  var targets: [ColumnProfile] = []
  var inputs: [ColumnProfile] = []

  init(table: Table, name: String) {
    self.table = table
    profiles = table.columns.map(ColumnProfile.init)
    definition = TaskDefinition(name: name)
    fileStarts = Set(table.origins.map(\.rows.lowerBound))
  }

  mutating func note(_ key: String, _ reason: String) { reasons[key, default: []].append(reason) }

  /// Columns without a role so far.
  var free: [ColumnProfile] {
    let taken = Set([sequence?.name, time?.name].compactMap(\.self) + targets.map(\.name))
    return profiles.filter { !taken.contains($0.name) }
  }

  // MARK: - The order of rows

  /// A column of names or whole numbers that repeat: one that is named so, or one at whose changes a time starts anew.
  mutating func guessSequence() {
    let candidates = profiles.filter { profile in
      let repeats = profile.levels.count >= 2 && profile.codes.count >= 4 * profile.levels.count
      return profile.missing == 0 && repeats && (profile.isText || profile.isWhole)
    }
    let named = candidates.first { profile in
      ColumnNames.has(profile.name, wordOf: ColumnNames.sequences)
        && (profile.isInBlocks || isOrdered(by: profile))
    }
    guard let found = named ?? candidates.first(where: { $0.isInBlocks && isOrdered(by: $0) }) else {
      guessSequenceOfFiles()
      return
    }
    sequence = found
    definition.sequence = found.name
    var counts = [Int](repeating: 0, count: found.levels.count)
    for code in found.codes { counts[Int(code)] += 1 }
    lengths = counts.sorted()
    let why = named != nil ? "is named so and repeats" : "changes where the time starts anew"
    note("sequence", "'\(found.name)' \(why): \(found.levels.count) sequences.")
  }

  private mutating func guessSequenceOfFiles() {
    guard table.origins.count > 1 else { return }
    lengths = table.origins.map(\.rows.count).sorted()
    note("sequence", "Each of the \(table.origins.count) files is a sequence.")
  }

  /// Whether a time ascends within a column's sequences, but not over all rows.
  private func isOrdered(by sequence: ColumnProfile) -> Bool {
    profiles.contains {
      isTime($0) && $0.name != sequence.name && $0.ascends(in: sequence, files: fileStarts)
        && !$0.ascends(in: nil, files: [])
    }
  }

  private func isTime(_ profile: ColumnProfile) -> Bool {
    profile.isDate || profile.column.isNumeric && ColumnNames.has(profile.name, wordOf: ColumnNames.times)
  }

  mutating func guessTime() {
    let candidates = free.filter {
      isTime($0) && !$0.isConstant && $0.ascends(in: sequence, files: fileStarts)
    }
    guard let found = candidates.first(where: \.isDate) ?? candidates.first else { return }
    time = found
    definition.time = found.name
    let place = sequence == nil ? "from row to row" : "within every sequence"
    note(
      "time",
      "'\(found.name)' \(found.isDate ? "holds dates that" : "is named like a time and its numbers") ascend \(place)."
    )
  }

  // MARK: - Targets and inputs

  mutating func guessTargets() {
    let usable = free.filter { profile in
      !profile.isConstant && !profile.isDate && (!profile.isText || profile.levels.count <= 32)
        && (profile.isText || profile.column.stray == nil)
    }
    let named = usable.last { ColumnNames.is($0.name, oneOf: ColumnNames.targets) }
    guard let target = named ?? usable.last else { return }
    targets = [target]
    definition.targets = [target.name]
    note("targets", named != nil ? "'\(target.name)' is named so." : "The last column that can be one.")
    guessKind(target, others: usable.count - 1)
  }

  private mutating func guessKind(_ target: ColumnProfile, others: Int) {
    if target.isText {
      definition.kind = .classification
      note("kind", "'\(target.name)' holds \(target.levels.count) different texts.")
    } else if others == 0 {
      definition.kind = .forecast
      note("kind", "There is one series alone: it is forecast from its own past.")
    } else if isOfClasses(target) {
      definition.kind = .classification
      note(
        "kind",
        "'\(target.name)' holds \(target.levels.count) different whole numbers; regression takes them as sizes."
      )
    } else {
      definition.kind = .regression
      note("kind", "'\(target.name)' holds numbers.")
    }
  }

  private func isOfClasses(_ target: ColumnProfile) -> Bool {
    guard target.isWhole else { return false }
    if Set(target.levels) == ["0", "1"] { return true }
    return ColumnNames.has(target.name, wordOf: ColumnNames.classes) && target.levels.count <= 32
  }

  mutating func guessInputs() {
    let others = free.filter { profile in
      guard profile.column.isNumeric || profile.isText else { return false }
      if profile.countsRows(files: fileStarts) { return false }
      return !profile.isConstant && (!profile.isText || profile.levels.count <= 32)
    }
    let left = free.filter { profile in !others.contains { $0.name == profile.name } }.map(\.name)
    inputs = others + (definition.kind == .forecast ? targets : [])
    if !left.isEmpty {
      note(
        "inputs", "Left out, being constant, row numbers, dates or too many texts: \(listed(left, limit: 8))."
      )
    }
    for profile in free {
      guard let stray = profile.column.stray else { continue }
      note(
        "inputs",
        "'\(profile.name)' holds numbers but for '\(stray.text.displayed)' in line \(table.lines[stray.row])."
      )
    }
    let isWorthNaming = !left.isEmpty || others.count <= 40
    if !inputs.isEmpty, isWorthNaming { definition.inputs = inputs.map(\.name) }
    guessCategories()
  }

  private mutating func guessCategories() {
    let coded = inputs.filter { $0.isWhole && (3...12).contains($0.levels.count) }
    let named = coded.filter { ColumnNames.has($0.name, wordOf: ColumnNames.categories) }
    definition.categories = named.map(\.name)
    for profile in named {
      note(
        "categories",
        "'\(profile.name)' holds \(profile.levels.count) whole numbers and is named like a category.")
    }
    let others = coded.filter { profile in !named.contains { $0.name == profile.name } }.map(\.name)
    if !others.isEmpty {
      note("categories", "Few whole numbers, so perhaps categories, too: \(listed(others, limit: 8)).")
    }
  }
}
