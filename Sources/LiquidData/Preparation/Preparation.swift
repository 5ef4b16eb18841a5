import Text

/// What is done to a table before its columns become inputs and targets: the same for training data and for all other
/// data that a trained network is given.
package struct Preparation: Sendable, Hashable, Codable {
  package var missingMarkers: [String: [Double]]
  package var categories: [String]
  package var timeFeatures: [TimeFeature]
  /// The column that the time features are of; nil: the time column.
  package var timeFeatureColumn: String?
  package var sortsByTime: Bool
  package var resample: Double?
  package var cutGaps: TimeLength?
  /// The texts that become tokens; nil: none do.
  package var text: TextColumn?

  package static let none = Preparation(
    missingMarkers: [:], categories: [], timeFeatures: [], timeFeatureColumn: nil, sortsByTime: false,
    resample: nil, cutGaps: nil)

  init(_ task: TaskDefinition) {
    self.init(
      missingMarkers: task.missingMarkers, categories: task.categories, timeFeatures: task.timeFeatures,
      timeFeatureColumn: task.timeFeatureColumn, sortsByTime: task.sortsByTime, resample: task.resample,
      cutGaps: task.cutGaps)
    text = task.textColumn
  }

  private init(
    missingMarkers: [String: [Double]], categories: [String], timeFeatures: [TimeFeature],
    timeFeatureColumn: String?, sortsByTime: Bool, resample: Double?, cutGaps: TimeLength?
  ) {
    self.missingMarkers = missingMarkers
    self.categories = categories
    self.timeFeatures = timeFeatures
    self.timeFeatureColumn = timeFeatureColumn
    self.sortsByTime = sortsByTime
    self.resample = resample
    self.cutGaps = cutGaps
  }

  /// The numbers that stand for a missing value in a column; "*" stands for each column.
  func markers(of column: String) -> Set<Double> {
    Set((missingMarkers[column] ?? []) + (missingMarkers["*"] ?? []))
  }

  /// The prepared table; `time` and `sequence` name its columns, `classes` the columns of numbers that stand for
  /// classes.
  func applied(
    to table: Table, time: String?, sequence: String?, classes: [String]
  ) throws(DataError) -> Table {
    if self == .none { return table }
    var table = try table.markingMissing(self).readingCategories(categories)
    if let text { return try table.tokenized(text, sequence: sequence) }
    if sortsByTime { table = try table.sorted(byTime: time) }
    if let cutGaps { table = try table.cut(atGapsAbove: cutGaps, time: time, sequence: sequence) }
    let sequence = sequenceColumn(sequence)
    if let resample {
      table = try table.resampled(step: resample, time: time, sequence: sequence, classes: Set(classes))
    }
    guard !timeFeatures.isEmpty else { return table }
    guard let column = timeFeatureColumn ?? time else {
      throw DataError(.badTask(reason: "time features need a time column"), file: table.name)
    }
    return try table.addingTimeFeatures(timeFeatures, of: column, sequence: sequence)
  }

  /// The column of sequences of the prepared table, by that of the table before.
  func sequenceColumn(_ name: String?) -> String? {
    if text != nil { return name ?? TextColumn.documentColumn }
    return cutGaps == nil ? name : name ?? Table.pieceColumn
  }

  /// The names of the added columns.
  package var addedColumns: [String] { timeFeatures.flatMap(\.columnNames) }

  /// The columns that are inputs whatever the task names: added ones, and the text.
  var ownInputs: [String] { addedColumns + [text?.name].compactMap(\.self) }
}

extension Table {
  /// The table as a task prepares it before its columns become inputs and targets.
  package func prepared(for task: TaskDefinition) throws(DataError) -> Table {
    let task = task.filled(from: self)
    try task.checkText(in: self)
    return try Preparation(task).applied(
      to: self, time: task.time, sequence: task.sequence,
      classes: task.kind == .classification ? task.targets ?? [] : [])
  }

  /// The table without the numbers that stand for missing values.
  fileprivate func markingMissing(_ preparation: Preparation) throws(DataError) -> Table {
    if preparation.missingMarkers.isEmpty { return self }
    for name in preparation.missingMarkers.keys.sorted() where name != "*" {
      let column = try column(named: name, role: "missing-markers")
      _ = try column.numbers(in: self)
    }
    var marked: [Column] = []
    for column in columns {
      let marks = preparation.markers(of: column.name)
      guard !marks.isEmpty, case .numbers(let values) = column.values else {
        marked.append(column)
        continue
      }
      let present = try values.converted { marks.contains($0) ? .nan : $0 }
      marked.append(
        Column(
          name: column.name, values: .numbers(present), unit: column.unit, stray: column.stray,
          writing: column.writing, missingWords: column.missingWords))
    }
    return replacing(columns: marked)
  }

  /// The table with the values of these columns as categories.
  fileprivate func readingCategories(_ names: [String]) throws(DataError) -> Table {
    if names.isEmpty { return self }
    for name in names { _ = try column(named: name, role: "category") }
    let chosen = Set(names)
    var read: [Column] = []
    for column in columns {
      guard chosen.contains(column.name) else {
        read.append(column)
        continue
      }
      let (codes, levels) = try column.categories()
      read.append(
        Column(
          name: column.name, values: .text(codes: codes, levels: levels), missingWords: column.missingWords))
    }
    return replacing(columns: read)
  }
}

extension Table {
  /// What is told where local times go back by no more than an hour, and seldom: sorted, the rows of the hour that occurs
  /// twice would stand between each other.
  private func repeatedHourNote(_ column: Column, _ times: Stored<Double>) -> String? {
    guard !column.isNumeric, column.offsets == nil else { return nil }
    var backs = 0
    for origin in origins {
      for row in origin.rows.dropFirst() where times[row] < times[row - 1] {
        guard times[row - 1] - times[row] <= 3600, CalendarTime(secondsSince1970: times[row]).mayBeSetBack
        else { return nil }
        backs += 1
      }
    }
    guard backs > 0, backs * 20 <= rowCount else { return nil }
    return
      "'\(column.name)' goes back by up to an hour in \(counted(backs, "place")), as when summer time ends: sorted, the"
      + " rows of the two hours stand between each other; --time-zone, such as Europe/Berlin, tells them apart"
  }

  /// The table with each file's rows sorted by time; rows with equal times keep their order.
  fileprivate func sorted(byTime name: String?) throws(DataError) -> Table {
    guard let name else {
      throw DataError(.badTask(reason: "sorting by time needs a time column"), file: self.name)
    }
    let column = try column(named: name, role: "time")
    let times = try column.numbersOrDates(in: self)
    if let row = times.firstIndex(where: \.isNaN) {
      throw failure(.missingValue(role: "time"), row: row, column: name)
    }
    var rows: [Int] = []
    rows.reserveCapacity(rowCount)
    for origin in origins {
      rows += origin.rows.sorted { (times[$0], $0) < (times[$1], $1) }
    }
    return rearranged(columns: columns.map { $0.taking(rows) }, rows: rows, origins: origins)
      .adding(warnings: [repeatedHourNote(column, times)].compactMap(\.self))
  }
}
