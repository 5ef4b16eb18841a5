/// Finds the columns that order a table's rows: the sequence that each belongs to, and its time.
///
/// A wrong sequence changes what a network learns more than a missing one, so it is believed only by a usual name, or
/// where a time starts again with each: a class column or a weekday is none.
struct OrderFinder {
  /// How sure a column's name and values are that it is a time; the surest first.
  enum Likeness: Int, Comparable {
    case date, time, period

    static func < (a: Likeness, b: Likeness) -> Bool { a.rawValue < b.rawValue }
  }

  /// A column like a time.
  private struct Candidate {
    let profile: ColumnProfile
    let likeness: Likeness
    /// Over all rows of each file.
    let course: ColumnProfile.Course?
  }

  private let profiles: [ColumnProfile]
  private let time: String?
  /// The last column that is no time, neither whole nor a part of it: that is learnt where nobody says otherwise.
  private let last: String?
  /// The rows at which a file begins.
  private let fileStarts: Set<Int>
  /// Columns like times that do not order all rows of a file alone. The first few are enough: trying all of them for
  /// each column that may be the sequence would cost the square of the columns.
  private let shared: [Candidate]
  /// Whether a time orders all rows of each file alone.
  private let isOneSeries: Bool

  /// - Parameters:
  ///   - roles: columns that have another role already.
  ///   - time: the time where somebody said it, whatever it is called.
  init(profiles: [ColumnProfile], fileStarts: Set<Int>, roles: Set<String>, time: String?) {
    let parts = Set(time.map(TimeParts.names) ?? []).subtracting([time].compactMap(\.self))
    let open = profiles.filter {
      (!roles.contains($0.name) || $0.name == time) && !parts.contains($0.name)
    }
    self.profiles = open
    last = open.last { $0.name != time }?.name
    self.time = time
    self.fileStarts = fileStarts
    var shared: [Candidate] = []
    var isOneSeries = false
    for profile in open where time == nil || profile.name == time {
      guard let likeness = Self.likeness(profile) ?? (time == nil ? nil : .time), !profile.isConstant,
        profile.missing == 0
      else { continue }
      let course = profile.course(in: nil, files: fileStarts)
      if let course, course.isStrict {
        isOneSeries = isOneSeries || (likeness < .period && !profile.countsRows(files: fileStarts))
      } else if shared.count < 8 {
        shared.append(Candidate(profile: profile, likeness: likeness, course: course))
      }
    }
    self.shared = shared
    self.isOneSeries = isOneSeries
  }

  static func likeness(_ profile: ColumnProfile) -> Likeness? {
    if profile.isDate { return .date }
    guard profile.column.isNumeric else { return nil }
    if ColumnNames.has(profile.name, wordOf: ColumnNames.times) {
      let writesDates =
        profile.numbers.map { (try? NumericDates.dates($0, name: profile.name)) != nil } ?? false
      return writesDates && profile.column.unit == nil ? .date : .time
    }
    return ColumnNames.has(profile.name, wordOf: ColumnNames.periods) ? .period : nil
  }

  // MARK: - The sequence

  /// A column of names or whole numbers that repeat, and whether its name alone says so.
  func sequence() -> (profile: ColumnProfile, isNamed: Bool)? {
    let candidates = profiles.filter { $0.repeats && ($0.isText || $0.isWhole) && $0.name != time }
    let named = candidates.first { profile in
      ColumnNames.has(profile.name, wordOf: ColumnNames.sequences)
        && (profile.isInBlocks && !isUsuallyTarget(profile) || isOrdered(by: profile, isNamed: true))
    }
    if let named { return (named, true) }
    if isOneSeries { return nil }
    let separate = candidates.filter { maySeparate($0) && isOrdered(by: $0, isNamed: false) }
    // Ranks within a day also go with the day: names are surer than numbers.
    return (separate.first { $0.isText || isUnit($0) } ?? separate.first).map { ($0, false) }
  }

  private func isUnit(_ profile: ColumnProfile) -> Bool {
    ColumnNames.has(profile.name, wordOf: ColumnNames.units.union(ColumnNames.sequences))
  }

  private func isUsuallyTarget(_ profile: ColumnProfile) -> Bool { profile.name == last }

  /// Whether a column without a usual name may be a sequence at all: no class, no part of a date, no flag.
  private func maySeparate(_ profile: ColumnProfile) -> Bool {
    if isUnit(profile) { return true }
    let other = ColumnNames.targets.union(ColumnNames.cycles).union(ColumnNames.periods)
    return !isUsuallyTarget(profile) && !profile.isBinary && Self.likeness(profile) == nil
      && !ColumnNames.has(profile.name, wordOf: other)
  }

  /// Whether a time goes on within the sequences of a column, but not over all rows.
  private func isOrdered(by sequence: ColumnProfile, isNamed: Bool) -> Bool {
    shared.contains { time in
      guard time.profile.name != sequence.name,
        let within = time.profile.course(in: sequence, files: fileStarts)
      else { return false }
      if let all = time.course {
        // Rows of one time are adjacent: each sequence has one of them, and nearly every sequence has.
        let full = sequence.levelCount * all.valueCount
        return within.isStrict && all.valueCount >= 4 && 2 * sequence.codes.count > full
      }
      return within.isStrict || isNamed || time.likeness < .period && sequence.isInBlocks
    }
  }

  // MARK: - The time

  /// The time within each sequence: the surest column that ascends; else dates that descend, whose rows must be sorted.
  ///
  /// - Parameter isSorted: whether rows are sorted by time anyway, so that any order will do.
  func time(in sequence: ColumnProfile?, isSorted: Bool) -> (
    profile: ColumnProfile, likeness: Likeness, descends: Bool
  )? {
    var best: (rank: Int, profile: ColumnProfile, likeness: Likeness)?
    var descending: (ColumnProfile, Likeness)?
    for profile in profiles where profile.name != sequence?.name && !profile.isConstant {
      guard let likeness = Self.likeness(profile), profile.missing == 0 else { continue }
      let course = profile.course(in: sequence, files: fileStarts)
      if let course, course.ascends, course.isStrict || likeness < .period {
        let rank = 2 * likeness.rawValue + (course.isStrict ? 0 : 1)
        if rank < best?.rank ?? .max { best = (rank, profile, likeness) }
      } else if likeness == .date, isSorted || course?.isStrict == true, descending == nil {
        descending = (profile, likeness)
      } else if isSorted, likeness == .time, descending == nil {
        descending = (profile, likeness)
      }
    }
    if let best { return (best.profile, best.likeness, false) }
    return descending.map { ($0.0, $0.1, true) }
  }

  /// Whether a time that is settled goes from the newest to the oldest row in every sequence.
  func descends(_ time: ColumnProfile, in sequence: ColumnProfile?) -> Bool {
    guard let course = time.course(in: sequence, files: fileStarts) else { return false }
    return course.descends && course.isStrict && !course.ascends
  }
}
