import Text

extension TaskGuesser {
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

  /// Columns without another role, but for those that say where rows come from.
  private var possibleInputs: [ColumnProfile] {
    let origins = definition.groupColumns.union(table.stated.origins)
    return free.filter { !origins.contains($0.name) }
  }

  private mutating func chooseInputs() {
    if let text = profile(named: definition.text) {
      chooseText(text)
      return
    }
    let free = possibleInputs
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

  /// Of a table of texts the text alone is read: what else a row has is as often an identifier or a date as a fact.
  private mutating func chooseText(_ text: ColumnProfile) {
    inputs = [text]
    definition.inputs = [text.name]
    let left = possibleInputs.map(\.name)
    guard !left.isEmpty else { return }
    note(
      "inputs", "Only the text is read, not \(listed(left, limit: 3)).",
      option: "--inputs names others beside it")
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
    if let text = columns.first(where: { unsuited($0) == .texts && $0.column.isOfLongTexts }) {
      note(
        "tokens", "'\(text.name)' holds texts.",
        option: "--tokens words reads them word by word")
    }
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
    // An empty text has a token of its own.
    let measured = inputs.filter { definition.tokens == nil || $0.name != definition.text }
    let gaps = measured.filter { $0.missing > 0 || definition.missingMarkers[$0.name] != nil }.map(\.name)
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
        "'\(profile.name)' is \(NumberText.shortest(marker.value)) in \(counted(marker.count, "row")), far from all other values"
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
    guard definition.tokens == nil else {
      note("window", "Whole texts.")
      return
    }
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
    guard lengths.count > 1 || definition.tokens != nil else {
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
