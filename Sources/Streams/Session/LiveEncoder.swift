import LiquidData
import Text

/// Makes of a row what the network sees, from this row and those before it alone.
struct LiveEncoder {
  /// Everything that changes from row to row.
  struct State: Sendable, Hashable, Codable {
    var scales: [RunningScale]
    /// The last value of each input, for one that is missing: a number, or a level's place.
    var held: [Float?]
    /// The words of each input in the order in which they came.
    var levels: [[String]]
    var lastTime: Double?
    /// Rows whose time lay before that of the row before, which then count as at the same moment.
    var timesBack = 0
    /// Words instead of numbers, and words for which there was no room.
    var oddFields = 0
  }

  let layout: RowLayout
  private let task: StreamTask
  private let dates: FieldReader
  /// The places of the columns in the rows, -1 where a column has not come yet.
  private var inputPlaces: [Int] = []
  private var targetPlaces: [Int] = []
  private var timePlace: Int?
  private var columnCount = -1
  var state: State

  init(task: StreamTask, layout: RowLayout) throws(DataError) {
    self.task = task
    self.layout = layout
    dates = try FieldReader(ReadingOptions(), file: "stream")
    let scale = RunningScale(memory: task.scaleRows)
    state = State(
      scales: Array(repeating: scale, count: layout.inputs.count),
      held: Array(repeating: nil, count: layout.inputs.count),
      levels: Array(repeating: [], count: layout.inputs.count))
  }

  /// Finds the columns in rows that have these.
  mutating func locate(_ columns: [String]) {
    guard columns.count != columnCount else { return }
    columnCount = columns.count
    inputPlaces = layout.inputs.map { columns.firstIndex(of: $0.column) ?? -1 }
    targetPlaces = layout.targets.map { columns.firstIndex(of: $0) ?? -1 }
    timePlace = layout.time.flatMap { columns.firstIndex(of: $0) }
  }

  /// Appends the channels of the inputs.
  mutating func encode(_ row: LiveRow, into channels: inout [Float]) {
    for (index, input) in layout.inputs.enumerated() {
      let value = value(row, inputPlaces[index])
      if let count = input.levels {
        let level = level(value, of: index, count: count)
        for place in 0..<count { channels.append(level == place ? 1 : 0) }
      } else {
        channels.append(number(value, of: index))
      }
    }
  }

  private func value(_ row: LiveRow, _ place: Int) -> FieldValue {
    row.fields.indices.contains(place) ? row.fields[place] : .missing
  }

  private mutating func number(_ value: FieldValue, of index: Int) -> Float {
    if case .number(let number) = value {
      state.scales[index].add(number)
      state.held[index] = state.scales[index].normalized(number)
    } else if case .text = value {
      state.oddFields += 1
    }
    return state.held[index] ?? 0
  }

  private mutating func level(_ value: FieldValue, of index: Int, count: Int) -> Int? {
    guard let label = value.label else { return state.held[index].map { Int(saturating: Double($0)) } }
    var place = state.levels[index].firstIndex(of: label)
    if place == nil, state.levels[index].count < count {
      state.levels[index].append(label)
      place = state.levels[index].count - 1
    }
    if place == nil { state.oddFields += 1 }
    state.held[index] = place.map { Float($0) }
    return place
  }

  /// Channels in the units of the data: of the inputs, then of the newest targets.
  func denormalized(_ channels: [Float], _ memory: TargetMemory) -> [Float] {
    var values = channels
    var place = 0
    for (index, input) in layout.inputs.enumerated() {
      if input.levels == nil {
        values[place] = Float(state.scales[index].denormalized(channels[place]))
      }
      place += input.levels ?? 1
    }
    guard layout.classes == 0 else { return values }
    for index in place..<channels.count {
      values[index] = Float(
        memory.scales[(index - place) % layout.targets.count].denormalized(channels[index]))
    }
    return values
  }

  /// The elapsed time since the row before, in the layout's unit; 1 for the first row and where rows have no times.
  mutating func elapsed(_ row: LiveRow, arrivalCounts: Bool) -> Float {
    guard let time = Self.time(row, timePlace: timePlace, layout, dates, arrivalCounts) else { return 1 }
    defer { state.lastTime = max(time, state.lastTime ?? time) }
    guard let last = state.lastTime else { return 1 }
    if time < last { state.timesBack += 1 }
    return Float(min(max(0, (time - last) / layout.timeUnit), Self.longestStep))
  }

  /// Steps longer than so many usual ones change nothing more.
  private static let longestStep = 1e6

  /// A row's time in its own unit; nil where it has none.
  static func time(
    _ row: LiveRow, timePlace: Int?, _ layout: RowLayout?, _ dates: FieldReader, _ arrivalCounts: Bool
  ) -> Double? {
    if let timePlace {
      guard row.fields.indices.contains(timePlace) else { return nil }
      switch row.fields[timePlace] {
      case .number(let number): return number
      case .text(let text): return dates.moment(text, column: "", after: nil)?.instant.finite
      case .missing: return nil
      }
    }
    return row.time ?? (arrivalCounts ? row.arrival : nil)
  }

  /// The row's targets as they stand there.
  ///
  /// A class for which there is no room is missing, and counted.
  func targets(_ row: LiveRow, _ memory: inout TargetMemory) -> TargetMemory.Value {
    guard layout.classes > 0 else {
      let numbers = targetPlaces.map { place -> Double in
        if case .number(let number) = value(row, place) { number } else { .nan }
      }
      return numbers.contains(where: \.isFinite) ? .numbers(numbers) : .missing
    }
    let label = value(row, targetPlaces[0]).label
    return label.flatMap { memory.classIndex(of: $0) }.map { .classIndex($0) } ?? .missing
  }

  /// The mean time from row to row, for the network's unit; 1 where they have no times.
  static func meanStep(
    _ rows: [LiveRow], timePlace: Int?, dates: FieldReader, arrivalCounts: Bool
  ) -> Double {
    let times = rows.compactMap { time($0, timePlace: timePlace, nil, dates, arrivalCounts) }
    guard let first = times.first, let last = times.last, times.count > 1, last > first else { return 1 }
    return (last - first) / Double(times.count - 1)
  }
}

extension Double {
  fileprivate var finite: Double? { isFinite ? self : nil }
}
