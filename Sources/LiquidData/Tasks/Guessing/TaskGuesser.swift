import Text

/// Makes the guesses one after another; each builds on those before it. What a person said is left as it is.
struct TaskGuesser {
  let table: Table
  private let profiles: [ColumnProfile]
  private let places: [String: Int]
  /// The rows in which a file begins.
  private let fileStarts: Set<Int>
  private let settled: Set<String>
  var definition: TaskDefinition
  var reasons: [String: [String]] = [:]
  var notes: [String] = []
  var lengths: [Int] = []
  var sequence: ColumnProfile?
  var time: ColumnProfile?
  var targets: [ColumnProfile] = []
  var inputs: [ColumnProfile] = []

  init(table: Table, choices: TaskGuess.Choices) {
    self.table = table
    profiles = table.columns.map(ColumnProfile.init)
    places = Dictionary(
      profiles.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    definition = choices.definition
    settled = choices.settled
    fileStarts = Set(table.origins.map(\.rows.lowerBound))
  }

  /// Keeps a reason for a key of the task file.
  ///
  /// - Parameter option: what settles the guess otherwise; nil: whoever sees no task file need not know the guess.
  private mutating func note(_ key: String, _ reason: String, option: String? = nil) {
    reasons[key, default: []].append(reason)
    guard let option else { return }
    notes.append("\(key): \(reason.hasSuffix(".") ? String(reason.dropLast()) : reason); \(option)")
  }

  private func isOpen(_ word: String) -> Bool { !settled.contains(word) }

  private func profiles(named names: [String]) -> [ColumnProfile] {
    let chosen = Set(names)
    return profiles.filter { chosen.contains($0.name) }
  }

  private func profile(named name: String?) -> ColumnProfile? {
    name.flatMap { places[$0] }.map { profiles[$0] }
  }

  /// The time column and those that it is made of.
  private var times: [String] { definition.time.map { [$0] + TimeParts.names($0) } ?? [] }

  /// The columns that have no role so far.
  private var free: [ColumnProfile] {
    let taken = Set(times + [definition.sequence].compactMap(\.self) + targets.map(\.name))
    return profiles.filter { !taken.contains($0.name) }
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
        "'\(stated.name)' tells apart the \(counted(stated.levelCount, "sequence")) that the files hold.",
        option: "--sequence none takes all rows as one")
    } else if finds, isOpen("sequence"), let found = finder.sequence() {
      sequence = found.profile
      definition.sequence = found.profile.name
      let why = found.isNamed ? "has a usual name and repeats" : "changes where the time starts again"
      note(
        "sequence", "'\(found.profile.name)' \(why): \(found.profile.levelCount) sequences.",
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
      var counts = [Int](repeating: 0, count: sequence.levelCount)
      for code in sequence.codes where code >= 0 { counts[Int(code)] += 1 }
      lengths = sequence.codes.isEmpty ? [] : counts.sorted()
    } else if definition.sequence == nil, table.origins.count > 1 {
      lengths = table.origins.map(\.rows.count).sorted()
      note("sequence", "Each of the \(table.origins.count) files is a sequence.")
    }
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
    if let loss = definition.loss {
      definition.kind = loss == .crossEntropy ? .classification : others.isEmpty ? .forecast : .regression
      note("kind", "The loss \(loss.name) is for \(loss == .crossEntropy ? "classes" : "numbers").")
    } else if target.isText {
      definition.kind = .classification
      note("kind", "'\(target.name)' holds \(target.levelCount) different texts.")
    } else if others.isEmpty {
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

  // MARK: - Inputs

  /// Why a column is no input, as a list of several says it.
  private enum Unsuited: String, CaseIterable {
    case empty = "without values"
    case constant = "constant"
    case counts = "row numbers"
    case date = "dates"
    case texts = "too many different texts"
    case identifier = "other names of the sequences"
  }

  private func unsuited(_ profile: ColumnProfile) -> Unsuited? {
    if profile.levelCount == 0 { return .empty }
    if profile.isConstant { return .constant }
    if profile.isDate { return .date }
    if profile.hasTooManyTexts { return .texts }
    if profile.countsRows(files: fileStarts) { return .counts }
    if let sequence, profile.names(sequence) { return .identifier }
    return nil
  }

  mutating func guessInputs() {
    if isOpen("inputs") {
      chooseInputs()
    } else {
      inputs = profiles(named: definition.inputs ?? [])
    }
    if isOpen("categories") { guessCategories() }
  }

  private mutating func chooseInputs() {
    let free = free.filter { !table.stated.origins.contains($0.name) }
    let reasons = free.map(unsuited)
    var others = zip(free, reasons).filter { $0.1 == nil }.map(\.0)
    // A line over the numbers of its rows is a regression like any other.
    let needsCounts = others.isEmpty && definition.kind != .forecast
    if needsCounts { others = zip(free, reasons).filter { $0.1 == .counts }.map(\.0) }
    noteUnsuited(free, reasons.map { needsCounts && $0 == .counts ? nil : $0 })
    inputs = others + (definition.kind == .forecast ? targets : [])
    let isWorthNaming = others.count < free.count || others.count <= 40
    if !inputs.isEmpty, isWorthNaming { definition.inputs = inputs.map(\.name) }
  }

  private mutating func noteUnsuited(_ columns: [ColumnProfile], _ reasons: [Unsuited?]) {
    var byReason: [Unsuited: [String]] = [:]
    for case (let column, let reason?) in zip(columns, reasons) {
      byReason[reason, default: []].append(column.name)
    }
    guard !byReason.isEmpty else { return }
    let groups = Unsuited.allCases.compactMap { reason in
      byReason[reason].map { "\(reason.rawValue) (\(listed($0, limit: 3)))" }
    }
    let count = byReason.values.reduce(0) { $0 + $1.count }
    note(
      "inputs", "\(counted(count, "column")) left out: \(groups.joined(separator: ", ")).",
      option: "--inputs names those to take")
  }

  private mutating func guessCategories() {
    let coded = inputs.filter { $0.isWhole && !$0.codes.isEmpty && (3...12).contains($0.levelCount) }
    let named = coded.filter { ColumnNames.has($0.name, wordOf: ColumnNames.categories) }
    definition.categories = named.map(\.name)
    for profile in named {
      note(
        "categories",
        "'\(profile.name)' holds \(profile.levelCount) whole numbers and is named like a category.",
        option: "--categories none takes them as sizes")
    }
    let known = Set(named.map(\.name))
    let others = coded.map(\.name).filter { !known.contains($0) }
    if !others.isEmpty {
      note(
        "categories", "Few distinct whole numbers, so perhaps also categories: \(listed(others, limit: 8)).")
    }
  }

  // MARK: - Gaps, windows, split

  /// Guesses the values that stand for missing ones, and how gaps are handled.
  mutating func guessMissing() {
    if isOpen("missing-markers") { guessMarkers() }
    guard isOpen("missing") else { return }
    let gaps = inputs.filter { $0.missing > 0 || definition.missingMarkers[$0.name] != nil }.map(\.name)
    guard !gaps.isEmpty else { return }
    // What is filled in looks measured: a network that is told where it was not can trust it less.
    definition.missing = .mask
    note(
      "missing", "Values are missing in \(listed(gaps, limit: 8)): a second channel says where.",
      option: "--missing forward-fill repeats the last value instead")
  }

  private mutating func guessMarkers() {
    let categories = Set(definition.categories)
    let isClass = definition.kind == .classification ? Set(targets.map(\.name)) : []
    for profile in inputs + targets
    where !categories.contains(profile.name) && !isClass.contains(profile.name) {
      guard profile.column.isNumeric, definition.missingMarkers[profile.name] == nil,
        let values = profile.numbers, let marker = MissingMarker(among: values)
      else { continue }
      let found =
        "'\(profile.name)' is \(NumberWords.text(marker.value)) in \(counted(marker.count, "row")), far from all other values"
      guard marker.isCertain else {
        note("missing-markers", "\(found): if that means missing, name it here.")
        continue
      }
      definition.missingMarkers[profile.name] = [marker.value]
      note("missing-markers", "\(found): read as missing.", option: "--missing-markers none keeps it")
    }
  }

  mutating func guessWindow() {
    guard isOpen("window") else { return }
    guard let longest = lengths.last, let shortest = lengths.first else {
      definition.window = table.rowCount >= 200 ? 32 : max(1, min(8, table.rowCount / 8))
      note(
        "window", "One long series is cut into windows; longer ones let the network look further back.")
      return
    }
    let span = shortest == longest ? "\(longest)" : "\(shortest) to \(longest)"
    guard longest > 256 else {
      // Files are sequences without a column that says so: only their length keeps them whole.
      if definition.sequence == nil { definition.window = longest }
      note("window", "Whole sequences, of \(counted(longest, "step").replacing("\(longest)", with: span)).")
      return
    }
    definition.window = 64
    note(
      "window", "Sequences have \(span) steps: windows of 64 train faster.", option: "--window sets others")
  }

  /// Shuffles sequences with classes: data are often sorted by class, so that parts in the file's order would lack
  /// some.
  mutating func guessSplit() {
    guard isOpen("shuffle"), isOpen("split-by") else { return }
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
      "Whole sequences are assigned at random, because classes are often in blocks; the seed is 'shuffle'.",
      option: "--split-by sequence keeps their order")
  }
}

/// Numbers as people write them.
enum NumberWords {
  static func text(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? String(value)
  }
}
