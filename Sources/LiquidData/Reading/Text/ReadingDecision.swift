import Text

/// How the columns of all files of a table are read, decided by what all of their rows say; and what a person is told of
/// it, where that is a guess.
struct ReadingDecision {
  private let evidence: [String: ColumnEvidence]
  private let options: ReadingOptions
  private let texts: Set<String>
  private let dates: DateParsers
  /// The marks that most files and columns agree on.
  private let marks: NumberMarks
  /// The order of dates that leave it open.
  private let order: ReadingOptions.DateOrder
  private let isEuropean: Bool

  /// - Parameters:
  ///   - evidence: by the columns' names.
  ///   - texts: the columns whose values are texts, whatever they look like.
  ///   - isEuropean: whether semicolons separate the fields, as where commas are decimal.
  init(
    _ evidence: [String: ColumnEvidence], options: ReadingOptions, texts: Set<String>, isEuropean: Bool
  ) {
    self.evidence = evidence
    self.options = options
    self.texts = texts
    self.isEuropean = isEuropean
    dates = DateParsers(options)
    let numeric = evidence.filter { !texts.contains($0.key) && $0.value.isNumbers && $0.value.numbers > 0 }
    let allowed = NumberMarks.all.filter { $0.fit(options) }
    marks = Self.best(allowed, numeric.map(\.value), isEuropean: isEuropean)
    let certain = Set(
      evidence.values.filter { $0.orderedDate != nil && $0.orders.count == 1 }.flatMap(\.orders))
    // Clocks of twelve hours go with months that come first.
    let usual =
      evidence.values.contains(where: \.hasHalfDays) ? ReadingOptions.DateOrder.monthFirst : .dayFirst
    order =
      options.dateOrder ?? (certain.count == 1 ? certain.first : nil) ?? options.likelyDateOrder ?? usual
  }

  /// The marks that read the most columns; of those that read as many, the most usual.
  private static func best(
    _ allowed: [NumberMarks], _ columns: [ColumnEvidence], isEuropean: Bool
  ) -> NumberMarks {
    let usual: [NumberMarks] =
      isEuropean
      ? [.plain, NumberMarks(decimal: .comma, group: .none), NumberMarks(decimal: .comma, group: .point)] : []
    var best = (marks: allowed.first ?? .plain, count: -1)
    for marks in usual.filter(allowed.contains) + allowed where marks != best.marks || best.count < 0 {
      let count = columns.count { $0.marks.members.contains(marks) }
      if count > best.count { best = (marks, count) }
    }
    return best.marks
  }

  func kind(of name: String) -> ColumnKind {
    guard let evidence = evidence[name], !texts.contains(name) else { return .text }
    return kind(of: evidence)
  }

  /// The kind of a column whose values need not be texts.
  func kind(of evidence: ColumnEvidence) -> ColumnKind {
    if evidence.isNumbers { return .numbers(marks(of: evidence)) }
    guard !evidence.isMostlyNumbers else { return .text }
    if let order = order(of: evidence) { return .dates(dates.parser(order)) }
    return evidence.canBeDurations ? .durations : .text
  }

  private func marks(of evidence: ColumnEvidence) -> NumberMarks {
    let members = evidence.marks.members
    if members.contains(marks) { return marks }
    return members.first { $0.fit(options) } ?? members.first ?? .plain
  }

  private func order(of evidence: ColumnEvidence) -> ReadingOptions.DateOrder? {
    if evidence.orders.isEmpty { return nil }
    if let told = options.dateOrder { return evidence.orders.contains(told) ? told : nil }
    if evidence.orders.contains(order) { return order }
    return dates.orders.first(where: evidence.orders.contains)
  }

  /// The order of the table's dates; nil where none depends on it.
  var dateOrder: ReadingOptions.DateOrder? {
    evidence.values.contains { $0.orderedDate != nil && !$0.orders.isEmpty } ? order : nil
  }

  /// The mark before decimals, where nobody told it and it was found to be a comma.
  var foundDecimal: ReadingOptions.DecimalMark? {
    guard options.decimal == nil else { return nil }
    let hasCommas = evidence.contains { name, evidence in
      guard case .numbers(let marks) = kind(of: name) else { return false }
      return marks.decimal == .comma && evidence.marks != .everything
    }
    return hasCommas ? .comma : nil
  }

  // MARK: - What is told

  /// One sentence for each guess that changes what values mean, with the option that settles it.
  ///
  /// - Parameter names: the columns in their order.
  func notes(_ names: [String]) -> [String] {
    names.flatMap { name in
      evidence[name].map {
        [orderNote(name, $0), yearNote(name, $0), marksNote(name, $0), unitNote(name, $0)]
      } ?? []
    }.compactMap(\.self)
  }

  private func orderNote(_ name: String, _ evidence: ColumnEvidence) -> String? {
    guard case .dates(let parser) = kind(of: name), let date = evidence.orderedDate, options.dateOrder == nil,
      options.dateFormat == nil
    else { return nil }
    let rivals = evidence.orders.subtracting([parser.order])
    guard let other = ReadingOptions.DateOrder.allCases.reversed().first(where: rivals.contains) else {
      return nil
    }
    let certain = self.evidence.values.contains { $0.orderedDate != nil && $0.orders.count == 1 }
    guard !certain else { return nil }
    let first = parser.order == .monthFirst ? "month" : parser.order == .dayFirst ? "day" : "year"
    let why = options.likelyDateOrder == parser.order ? ", as the network was trained" : ""
    return "'\(name)': dates such as \(date.displayed) are read with the \(first) first\(why);"
      + " --date-order \(other.rawValue) reads them "
      + (parser.order.isYearFirst || other.isYearFirst ? "otherwise" : "the other way round")
  }

  private func yearNote(_ name: String, _ evidence: ColumnEvidence) -> String? {
    guard case .dates = kind(of: name), let date = evidence.shortDate else { return nil }
    return "'\(name)': years of two digits, as in \(date.displayed), are taken for 1969 to 2068"
  }

  private func marksNote(_ name: String, _ evidence: ColumnEvidence) -> String? {
    guard case .numbers(let marks) = kind(of: name), options.decimal == nil, options.thousands == nil else {
      return nil
    }
    // Three digits behind a mark are decimals or a group.
    let isMarked = evidence.unreadNumbers > 0 || isEuropean && evidence.marks != .everything
    guard isMarked, isOpen(evidence.marks.members.filter { $0.decimal != marks.decimal }) else { return nil }
    let sample = evidence.oddNumber ?? (marks.decimal == .point ? "1.234" : "1,234")
    let value = NumberParser(marks: marks).parse(Array(sample.utf8), 0, sample.utf8.count) ?? .nan
    let option =
      marks.group == .none
      ? "--thousands \(marks.decimal.rawValue)" : "--decimal \(marks.decimal == .point ? "comma" : "point")"
    return "'\(name)': numbers such as \(sample.displayed) are read as \(NumberText.shortest(value));"
      + " \(option) reads them otherwise"
  }

  /// Whether no other column contradicts marks that would read this one otherwise.
  private func isOpen(_ rivals: [NumberMarks]) -> Bool {
    let numeric = evidence.filter { !texts.contains($0.key) && $0.value.isNumbers && $0.value.numbers > 0 }
    return rivals.contains { rival in numeric.values.allSatisfy { $0.marks.members.contains(rival) } }
  }

  private func unitNote(_ name: String, _ evidence: ColumnEvidence) -> String? {
    guard case .numbers(let marks) = kind(of: name), let number = evidence.oddNumber else { return nil }
    let bytes = Array(number.utf8)
    guard number.contains(where: { "$€£¥%".contains($0) }),
      let value = NumberParser(marks: marks).parse(bytes, 0, bytes.count)
    else { return nil }
    return "'\(name)': \(number.displayed) is read as the number \(NumberText.shortest(value));"
      + " --text-columns '\(name)' keeps such values as texts"
  }
}
