import Text

/// Makes the guesses one after another; each builds on those before it. What a person said is left as it is.
struct TaskGuesser {
  let table: Table
  let profiles: [ColumnProfile]
  let places: [String: Int]
  /// The rows in which a file begins.
  let fileStarts: Set<Int>
  let settled: Set<String>
  var definition: TaskDefinition
  var reasons: [String: [String]] = [:]
  var notes: [String] = []
  var lengths: [Int] = []
  var sequence: ColumnProfile?
  var time: ColumnProfile?
  var targets: [ColumnProfile] = []
  var inputs: [ColumnProfile] = []

  init(table: Table, choices: TaskGuess.Choices) throws(DataError) {
    self.table = table
    var profiles: [ColumnProfile] = []
    for column in table.columns { profiles.append(try ColumnProfile(column)) }
    self.profiles = profiles
    places = Dictionary(
      profiles.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    definition = choices.definition
    settled = choices.settled
    fileStarts = Set(table.origins.map(\.rows.lowerBound))
  }

  /// Keeps a reason for a key of the task file.
  ///
  /// - Parameter option: what settles the guess otherwise; nil: whoever sees no task file need not know the guess.
  mutating func note(_ key: String, _ reason: String, option: String? = nil) {
    reasons[key, default: []].append(reason)
    guard let option else { return }
    notes.append("\(key): \(reason.hasSuffix(".") ? String(reason.dropLast()) : reason); \(option)")
  }

  func isOpen(_ word: String) -> Bool { !settled.contains(word) }

  func profiles(named names: [String]) -> [ColumnProfile] {
    let chosen = Set(names)
    return profiles.filter { chosen.contains($0.name) }
  }

  func profile(named name: String?) -> ColumnProfile? {
    name.flatMap { places[$0] }.map { profiles[$0] }
  }

  /// The time column and those that it is made of.
  var times: [String] { definition.time.map { [$0] + TimeParts.names($0) } ?? [] }

  /// The columns that have no role so far.
  var free: [ColumnProfile] {
    let taken = Set(
      times + [definition.sequence, definition.text].compactMap(\.self) + targets.map(\.name))
    return profiles.filter { !taken.contains($0.name) }
  }

  // MARK: - Texts

  /// Where texts become tokens: which column they are in. Each row then is a sequence of its own.
  mutating func guessText() {
    guard definition.tokens != nil, definition.text == nil else { return }
    guard let text = definition.onlyText(in: table) else { return }
    definition.text = text
    note("text", "'\(text)' is the only column of texts, or of long ones.", option: "--text names another")
  }

  // MARK: - The order of rows

  /// - Parameter finds: whether to look for columns that nobody named.
  mutating func guessOrder(finds: Bool) {
    let said = (definition.inputs ?? []) + (definition.targets ?? [])
    let finder = OrderFinder(
      profiles: profiles, fileStarts: fileStarts, roles: Set(said), time: definition.time)
    sequence = profile(named: definition.sequence)
    if finds, isOpen("sequence"), let stated = profile(named: table.stated.sequence) {
      sequence = stated
      definition.sequence = stated.name
      note(
        "sequence",
        "'\(stated.name)' tells apart the \(counted(count(of: stated), "sequence")) that the files hold.",
        option: "--sequence none takes all rows as one")
    } else if finds, isOpen("sequence"), let found = finder.sequence() {
      sequence = found.profile
      definition.sequence = found.profile.name
      let why = found.isNamed ? "has a usual name and repeats" : "changes where the time starts again"
      note(
        "sequence", "'\(found.profile.name)' \(why): \(count(of: found.profile)) sequences.",
        option: "--sequence none takes all rows as one")
    }
    countSequences()
    time = profile(named: definition.time)
    if let time {
      if isOpen("sort-by-time"), finder.descends(time, in: sequence) { sort(by: time) }
    } else if finds, isOpen("time") {
      guessTime(finder)
      noteTimeParts()
    }
  }

  /// Columns that say a time only together are no guess, but told.
  private mutating func noteTimeParts() {
    func part(_ words: [String]) -> String? {
      free.first { profile in
        words.contains(profile.name.lowercased()) && profile.isWhole && profile.name != sequence?.name
      }?.name
    }
    let hour = part(["hour", "hr", "he", "hh"])
    let day = time.flatMap { $0.isDate ? $0 : nil } ?? free.first { $0.isDate && $0.missing == 0 }
    if let day {
      let clock = free.first { $0.column.unit == "s" && ColumnNames.has($0.name, wordOf: ColumnNames.times) }
      guard let other = clock?.name ?? hour, other != day.name else { return }
      let words = clock == nil ? "date=\(day.name),hour=\(other)" : "\(day.name),\(other)"
      note(
        "time", "'\(other)' may be the time of the day in '\(day.name)'.",
        option: "--time '\(words)' reads both as one time")
    } else if let year = part(["year", "yr", "yyyy"])
      ?? time.flatMap({ ["year", "yr"].contains($0.name.lowercased()) ? $0.name : nil }),
      let month = part(["month", "mo"])
    {
      var words = "year=\(year),month=\(month)"
      if let day = part(["day", "dd", "mday"]) {
        words += ",day=\(day)"
        if let hour { words += ",hour=\(hour)" }
      }
      note(
        "time", "'\(year)' and '\(month)' may say the time together.",
        option: "--time '\(words)' reads them as one")
    }
  }

  private mutating func countSequences() {
    if let sequence {
      lengths = rowCounts(of: sequence).sorted()
    } else if definition.sequence == nil, table.origins.count > 1 {
      lengths = table.origins.map(\.rows.count).sorted()
      note("sequence", "Each of the \(table.origins.count) files is a sequence.")
    }
  }

  /// How many sequences a column tells apart.
  private func count(of sequence: ColumnProfile) -> Int {
    let counts = rowCounts(of: sequence)
    return counts.isEmpty ? sequence.levelCount : counts.count
  }

  /// The number of rows of each sequence that a column tells apart; empty where its values are no categories. Rows of
  /// two files are never one sequence, whatever they are called.
  private func rowCounts(of sequence: ColumnProfile) -> [Int] {
    guard !sequence.codes.isEmpty else { return [] }
    var counts = [Int](repeating: 0, count: sequence.levelCount)
    var lengths: [Int] = []
    for origin in table.origins {
      var found: [Int] = []
      for code in sequence.codes[origin.rows] where code >= 0 {
        if counts[Int(code)] == 0 { found.append(Int(code)) }
        counts[Int(code)] += 1
      }
      for code in found {
        lengths.append(counts[code])
        counts[code] = 0
      }
    }
    return lengths
  }

  private mutating func guessTime(_ finder: OrderFinder) {
    if let stated = free.first(where: { table.stated.time == $0.name }), !stated.isConstant {
      time = stated
      definition.time = stated.name
      note("time", "'\(stated.name)' is the time that the files state.")
      return
    }
    guard let found = finder.time(in: sequence, isSorted: definition.sortsByTime) else { return }
    time = found.profile
    definition.time = found.profile.name
    if found.descends, !definition.sortsByTime {
      sort(by: found.profile)
      return
    }
    let place = sequence == nil ? "from row to row" : "within every sequence"
    let what = found.likeness == .date ? "holds dates that" : "is named like a time and its numbers"
    let order = found.descends ? "are not in order" : "ascend \(place)"
    note(
      "time", "'\(found.profile.name)' \(what) \(order).",
      option: "--time none makes every step last 1")
  }

  /// Rows whose dates descend throughout were written with the newest first, as by banks and exchanges: in the file's
  /// order a network would learn the past from the future.
  private mutating func sort(by time: ColumnProfile) {
    definition.sortsByTime = true
    note(
      "sort-by-time",
      "'\(time.name)' descends from row to row, so rows are read in the order of their times.",
      option: "--time none keeps the file's order")
  }

  // MARK: - Targets

  mutating func guessTargets() {
    if isOpen("targets") {
      chooseTarget()
    } else {
      targets = profiles(named: definition.targets ?? [])
    }
    let isStated = table.stated.target.map { targets.map(\.name) == [$0] } ?? false
    if isStated, isOpen("target-steps"), table.stated.isOnePerSequence,
      sequence?.name == table.stated.sequence
    {
      definition.targetSteps = .last
      note(
        "target-steps", "'\(targets[0].name)' has one value for each sequence: one answer, at its last step.",
        option: "--target-steps all: one at every step")
    }
    guard isOpen("kind") else { return }
    if !isOpen("horizon") || !isOpen("known-ahead") {
      definition.kind = .forecast
    } else if isStated, let kind = table.stated.kind {
      definition.kind = kind
      note("kind", "The files are meant for it.")
    } else {
      guessKind()
    }
  }

  private var possibleTargets: [ColumnProfile] {
    free.filter { !$0.isConstant && !$0.isDate && !$0.hasTooManyTexts }
  }

  private mutating func chooseTarget() {
    var usable = possibleTargets
    // Beside texts the numbers of the rows are no answer to them.
    if definition.text != nil { usable.removeAll { $0.countsRows(files: fileStarts) } }
    if let text = profile(named: definition.text), definition.kind == .forecast || usable.isEmpty {
      (targets, definition.targets) = ([text], [text.name])
      note(
        "targets", "The next token of '\(text.name)' is forecast from those before it.",
        option: "--targets names another column")
      return
    }
    if let said = definition.inputs, definition.kind != .forecast {
      let inputs = Set(said)
      let others = usable.filter { !inputs.contains($0.name) }
      usable = others.isEmpty ? usable : others
    }
    // Beside z, y is a place.
    let areCoordinates = usable.contains { ColumnNames.is($0.name, oneOf: ["z"]) }
    let named = usable.last {
      ColumnNames.is($0.name, oneOf: ColumnNames.targets)
        && !(areCoordinates && ColumnNames.is($0.name, oneOf: ["y"]))
    }
    let stated = usable.first { table.stated.target == $0.name }
    guard let target = stated ?? named ?? usable.last else { return }
    targets = [target]
    definition.targets = [target.name]
    if stated == nil, named == nil, table.stated.sequence == ColumnName.recording {
      note(
        "targets",
        "'\(target.name)' is the last column that can be one; recordings themselves do not say what they are of.",
        option: "--targets names a column that comes from --names or a joined table")
      return
    }
    let times = Set(times)
    let isLast = target.name == table.columns.last { !times.contains($0.name) }?.name
    note(
      "targets",
      stated != nil
        ? "The files say so."
        : named != nil ? "The name '\(target.name)' suggests a target." : "The last column that can be one.",
      option: isLast || stated != nil || named == nil ? nil : "--targets names another")
  }

  private mutating func guessKind() {
    guard targets.count == 1, let target = targets.first else {
      if !targets.isEmpty { definition.kind = .regression }
      return
    }
    let inputs = definition.inputs.map(Set.init)
    let others = possibleTargets.filter { $0.name != target.name && inputs?.contains($0.name) != false }
    let isAlone = others.isEmpty && definition.text == nil
    if target.name == definition.text {
      definition.kind = .forecast
      note("kind", "A text is forecast from its own beginning.")
    } else if let loss = definition.loss {
      definition.kind = loss == .crossEntropy ? .classification : isAlone ? .forecast : .regression
      note("kind", "The loss \(loss.name) is for \(loss == .crossEntropy ? "classes" : "numbers").")
    } else if target.isText {
      definition.kind = .classification
      note("kind", "'\(target.name)' holds \(target.levelCount) different texts.")
    } else if isAlone {
      definition.kind = .forecast
      note("kind", "There is only one series: it is forecast from its own past.")
    } else if isOfClasses(target) {
      definition.kind = .classification
      note(
        "kind",
        "'\(target.name)' holds \(target.levelCount) different whole numbers; regression takes them as sizes.",
        option: target.isBinary ? nil : "--kind regression")
    } else {
      definition.kind = .regression
      note("kind", "'\(target.name)' holds numbers.")
    }
  }

  private func isOfClasses(_ target: ColumnProfile) -> Bool {
    guard target.isWhole, !target.codes.isEmpty else { return false }
    if target.isBinary { return true }
    return ColumnNames.has(target.name, wordOf: ColumnNames.classes) && target.levelCount <= 32
  }
}
