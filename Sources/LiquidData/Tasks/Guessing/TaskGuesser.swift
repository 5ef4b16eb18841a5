import Text

/// Makes the guesses one after another; each builds on those before it.
struct TaskGuesser {
  let table: Table
  let profiles: [ColumnProfile]
  /// Columns like times that do not ascend over all rows. The first few are enough: trying all of them for each column
  /// that may be the sequence would cost the square of the columns.
  private let restartingTimes: [ColumnProfile]
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
    restartingTimes = Array(
      profiles.lazy.filter { Self.isTime($0) && !$0.ascends(in: nil, files: []) }.prefix(8))
  }

  mutating func note(_ key: String, _ reason: String) { reasons[key, default: []].append(reason) }

  /// The columns that have no role so far.
  var free: [ColumnProfile] {
    let taken = Set([sequence?.name, time?.name].compactMap(\.self) + targets.map(\.name))
    return profiles.filter { !taken.contains($0.name) }
  }

  // MARK: - The order of rows

  /// A column of names or whole numbers that repeat: one with a usual name, or one at whose changes a time starts
  /// again.
  mutating func guessSequence() {
    if let stated = profiles.first(where: { table.stated.sequence == $0.name }) {
      take(sequence: stated, reason: "tells apart the sequences that the files hold")
      return
    }
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
    take(
      sequence: found,
      reason: named != nil ? "has a usual name and repeats" : "changes where the time starts again")
  }

  private mutating func take(sequence found: ColumnProfile, reason: String) {
    sequence = found
    definition.sequence = found.name
    var counts = [Int](repeating: 0, count: found.levels.count)
    for code in found.codes { counts[Int(code)] += 1 }
    lengths = counts.sorted()
    note("sequence", "'\(found.name)' \(reason): \(counted(found.levels.count, "sequence")).")
  }

  private mutating func guessSequenceOfFiles() {
    guard table.origins.count > 1 else { return }
    lengths = table.origins.map(\.rows.count).sorted()
    note("sequence", "Each of the \(table.origins.count) files is a sequence.")
  }

  /// Whether a time ascends within the sequences of a column, but not over all rows.
  private func isOrdered(by sequence: ColumnProfile) -> Bool {
    restartingTimes.contains { $0.name != sequence.name && $0.ascends(in: sequence, files: fileStarts) }
  }

  private static func isTime(_ profile: ColumnProfile) -> Bool {
    profile.isDate || profile.column.isNumeric && ColumnNames.has(profile.name, wordOf: ColumnNames.times)
  }

  mutating func guessTime() {
    let stated = free.first { table.stated.time == $0.name }
    let candidates = ([stated].compactMap(\.self) + free).filter {
      Self.isTime($0) && !$0.isConstant && $0.ascends(in: sequence, files: fileStarts)
    }
    guard
      let found = candidates.first(where: { stated?.name == $0.name }) ?? candidates.first(where: \.isDate)
        ?? candidates.first
    else { return }
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
    let stated = usable.first { table.stated.target == $0.name }
    let named = stated ?? usable.last { ColumnNames.is($0.name, oneOf: ColumnNames.targets) }
    guard let target = named ?? usable.last else { return }
    targets = [target]
    definition.targets = [target.name]
    note(
      "targets",
      stated != nil
        ? "The files say so."
        : named != nil ? "The name '\(target.name)' suggests a target." : "The last column that can be one.")
    if stated != nil, table.stated.isOnePerSequence, sequence?.name == table.stated.sequence {
      definition.targetSteps = .last
      note("target-steps", "'\(target.name)' has one value for each sequence: one answer, at its last step.")
    }
    if stated != nil, let kind = table.stated.kind {
      definition.kind = kind
      note("kind", "The files are meant for it.")
      return
    }
    guessKind(target, others: usable.count - 1)
  }

  private mutating func guessKind(_ target: ColumnProfile, others: Int) {
    if target.isText {
      definition.kind = .classification
      note("kind", "'\(target.name)' holds \(target.levels.count) different texts.")
    } else if others == 0 {
      definition.kind = .forecast
      note("kind", "There is only one series: it is forecast from its own past.")
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
      guard !table.stated.origins.contains(profile.name) else { return false }
      guard profile.column.isNumeric || profile.isText else { return false }
      if profile.countsRows(files: fileStarts) { return false }
      return !profile.isConstant && (!profile.isText || profile.levels.count <= 32)
    }
    let left = Self.names(of: free, without: others)
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

  private static func names(of profiles: [ColumnProfile], without others: [ColumnProfile]) -> [String] {
    let known = Set(others.map(\.name))
    return profiles.map(\.name).filter { !known.contains($0) }
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
    let others = Self.names(of: coded, without: named)
    if !others.isEmpty {
      note(
        "categories", "Few distinct whole numbers, so perhaps also categories: \(listed(others, limit: 8)).")
    }
  }

  // MARK: - Gaps, windows, split

  /// Guesses the values that stand for missing ones, and how gaps are handled.
  mutating func guessMissing() {
    for profile in inputs + targets {
      guard let values = profile.numbers, let marker = Self.marker(among: values) else { continue }
      definition.missingMarkers[profile.name] = [marker.value]
      note(
        "missing-markers",
        "'\(profile.name)' is \(NumberWords.text(marker.value)) in \(counted(marker.count, "row")), far from all other values."
      )
    }
    let gaps = inputs.filter { $0.missing > 0 || definition.missingMarkers[$0.name] != nil }.map(\.name)
    guard !gaps.isEmpty else { return }
    definition.missing = .mask
    note("missing", "Values are missing in \(listed(gaps, limit: 8)): a second channel says where.")
  }

  /// Numbers that are commonly written for missing measurements.
  private static let usual: Set<Double> = [-99, -200, -999, -9999, -99999, 999, 9999, 99999, 999_999]

  /// A lowest or highest value that repeats and is farther from the others than these are from each other; usual
  /// markers may be nearer.
  private static func marker(among values: [Double]) -> (value: Double, count: Int)? {
    let sorted = values.filter { !$0.isNaN }.sorted()
    guard sorted.count >= 10, let low = sorted.first, let high = sorted.last else { return nil }
    for value in [low, high] {
      let count = sorted.count { $0 == value }
      let others = sorted.filter { $0 != value }
      guard count >= 3, let first = others.first, let last = others.last, first < last else { continue }
      let gap = value == low ? first - value : value - last
      let isFar = gap > 3 * (last - first)
      let isUsual = usual.contains(value) && gap > 0.05 * (last - first) && (value > 0 || first >= 0)
      if isFar || isUsual { return (value, count) }
    }
    return nil
  }

  mutating func guessWindow() {
    if let longest = lengths.last, let shortest = lengths.first {
      let span = shortest == longest ? "\(longest)" : "\(shortest) to \(longest)"
      guard longest > 256 else {
        note("window", "Whole sequences, of \(counted(longest, "step").replacing("\(longest)", with: span)).")
        return
      }
      definition.window = 64
      note("window", "Sequences have \(span) steps: windows of them train faster.")
    } else {
      definition.window = table.rowCount >= 200 ? 32 : max(1, min(8, table.rowCount / 8))
      note("window", "One long series is cut into windows; longer ones let the network look further back.")
    }
  }

  /// Shuffles sequences with classes: data are often sorted by class, so that parts in the file's order would lack
  /// some.
  mutating func guessSplit() {
    guard lengths.count > 1 else {
      note("split", "Three blocks of time, in this order.")
      return
    }
    guard definition.kind == .classification else {
      note("split", "Whole sequences are assigned to the parts in their order.")
      return
    }
    definition.shuffle = 1
    note(
      "split",
      "Whole sequences are assigned at random, because classes are often in blocks; the seed is 'shuffle'.")
  }
}

/// Numbers as people write them.
enum NumberWords {
  static func text(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? String(value)
  }
}
