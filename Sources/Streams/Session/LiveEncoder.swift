import LiquidData
import Text

/// Makes of a row what a network without training sees: columns in the scales of what came so far.
struct LiveEncoder: StreamEncoder {
  /// Everything that changes from row to row.
  struct State: Sendable, Hashable, Codable {
    var scales: [RunningScale]
    /// The last value of each input, for one that is missing: a number, or a level's place.
    var held: [Float?]
    /// The words of each input in the order in which they came.
    var levels: [[String]]
    var lastTime: Double?
    var timesBack = 0
    var oddFields = 0
  }

  private let layout: RowLayout
  private let task: StreamTask
  private let arrivalCounts: Bool
  private let dates: FieldReader
  /// The places of the columns in the rows, -1 where a column has not come yet.
  private var inputPlaces: [Int] = []
  private var timePlace: Int?
  private var columnCount = -1
  private var own: State

  /// - Parameter arrivalCounts: whether the moment at which a row arrives is its time where it tells none.
  init(task: StreamTask, layout: RowLayout, arrivalCounts: Bool) throws(DataError) {
    (self.task, self.layout, self.arrivalCounts) = (task, layout, arrivalCounts)
    dates = try FieldReader(ReadingOptions(), file: "stream")
    let scale = RunningScale(memory: task.scaleRows)
    own = State(
      scales: Array(repeating: scale, count: layout.inputs.count),
      held: Array(repeating: nil, count: layout.inputs.count),
      levels: Array(repeating: [], count: layout.inputs.count))
  }

  var state: EncoderState { .learning(own) }
  var oddFields: Int { own.oddFields }
  var timesBack: Int { own.timesBack }
  var remark: String? { nil }

  mutating func restore(_ state: EncoderState) throws(StreamTaskError) {
    guard case .learning(let own) = state else { throw .otherState }
    self.own = own
  }

  mutating func locate(_ columns: [String]) {
    guard columns.count != columnCount else { return }
    columnCount = columns.count
    inputPlaces = layout.inputs.map { columns.firstIndex(of: $0.column) ?? -1 }
    timePlace = layout.time.flatMap { columns.firstIndex(of: $0) }
  }

  mutating func encode(_ row: LiveRow, into channels: inout [Float]) -> EncodedStep? {
    for (index, input) in layout.inputs.enumerated() {
      let value = row[inputPlaces[index]]
      if let count = input.levels {
        let level = level(value, of: index, count: count)
        for place in 0..<count { channels.append(level == place ? 1 : 0) }
      } else {
        channels.append(number(value, of: index))
      }
    }
    return EncodedStep(elapsed: elapsed(row))
  }

  private mutating func number(_ value: InputValue, of index: Int) -> Float {
    if case .number(let number) = value {
      own.scales[index].add(number)
      own.held[index] = own.scales[index].normalized(number)
    } else if case .text = value {
      own.oddFields += 1
    }
    return own.held[index] ?? 0
  }

  private mutating func level(_ value: InputValue, of index: Int, count: Int) -> Int? {
    guard let label = value.label else { return own.held[index].map { Int(saturating: Double($0)) } }
    var place = own.levels[index].firstIndex(of: label)
    if place == nil, own.levels[index].count < count {
      own.levels[index].append(label)
      place = own.levels[index].count - 1
    }
    if place == nil { own.oddFields += 1 }
    own.held[index] = place.map { Float($0) }
    return place
  }

  func denormalized(_ channels: [Float], _ memory: TargetMemory) -> [Float] {
    var values = channels
    var place = 0
    for (index, input) in layout.inputs.enumerated() {
      if input.levels == nil {
        values[place] = Float(own.scales[index].denormalized(channels[place]))
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
  private mutating func elapsed(_ row: LiveRow) -> Float {
    guard let time = Self.time(row, timePlace: timePlace, layout, dates, arrivalCounts) else { return 1 }
    defer { own.lastTime = max(time, own.lastTime ?? time) }
    guard let last = own.lastTime else { return 1 }
    if time < last { own.timesBack += 1 }
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
