import Text

/// Makes rows, one after another, what `Preparation` and `SeriesEncoder` make of a table's rows.
///
/// A value: where a row cannot be encoded, the encoder before it is still there.
package struct RowEncoder {
  /// A row as the network sees it.
  package struct Encoded {
    /// `[inputWidth]`
    package var channels: [Float]
    package var elapsed: Float = 1
    /// Whether it is the first of its sequence that is answered to.
    package var isFirst = false
    package var unseen: [String] = []
    /// Inputs that are missing where such rows are left out.
    package var lacking: [String] = []
  }

  /// Where an input's value comes from.
  private enum Source {
    case number(markers: Set<Double>)
    case date
    /// `unknown` stands for those that are not among the levels; nil: nothing does.
    case category(levels: [String: Int], markers: Set<Double>, unknown: Int?)
    /// The time column itself.
    case time
    case feature(TimeFeature, channel: Int)
  }

  private enum Value {
    case number(Double)
    case category(CategoryChannels.Value)

    var isMissing: Bool {
      switch self {
      case .number(let value): value.isNaN
      case .category(let value): value == .missing
      }
    }
  }

  fileprivate enum Channels: Sendable, Hashable, Codable {
    case numbers(NumberChannels)
    case categories(CategoryChannels)
  }

  private let schema: DataSchema
  private let names: [String]
  private let sources: [Source]
  private let fields: FieldReader
  private let times: RowTimes
  /// The column that the time features are of, where it is not the time column.
  private let featureColumn: String?
  private let freshChannels: [Channels]

  /// What goes on from row to row.
  package private(set) var state: State

  package struct State: Sendable, Hashable, Codable {
    fileprivate var channels: [Channels]
    fileprivate var clock: RowClock
    fileprivate var sequence: String?
    /// The last time that was told.
    fileprivate var lastMoment: FieldReader.Moment?
    /// The last value of `featureColumn`.
    fileprivate var lastFeatureTime: Double?
  }

  package init(_ schema: DataSchema) throws(DataError) {
    self.schema = schema
    names = schema.inputs.map(\.key)
    sources = schema.inputs.map { Self.source(of: $0, schema) }
    let fields = try FieldReader(schema.reading ?? ReadingOptions(), file: schema.taskName)
    self.fields = fields
    times = RowTimes(schema, fields: fields)
    let column = schema.preparation?.timeFeatureColumn
    featureColumn = column == schema.time?.column ? nil : column
    freshChannels = schema.inputs.map { input in
      input.levels == nil
        ? .numbers(NumberChannels(input, missing: schema.missing))
        : .categories(CategoryChannels(input, missing: schema.missing))
    }
    state = State(channels: freshChannels, clock: RowClock(schema))
  }

  /// Goes on from the state of an encoder with the same schema.
  package mutating func restore(_ state: State) { self.state = state }

  private static func source(of input: DataSchema.Input, _ schema: DataSchema) -> Source {
    if let levels = input.levels {
      let places = Dictionary(levels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      return .category(
        levels: places, markers: schema.markers(of: input.column), unknown: input.unknownIndex)
    }
    for feature in schema.preparation?.timeFeatures ?? [] {
      if let channel = feature.columnNames.firstIndex(of: input.column) {
        return .feature(feature, channel: channel)
      }
    }
    if input.ahead == nil, input.column == schema.time?.column { return .time }
    return input.isDate ? .date : .number(markers: schema.markers(of: input.column))
  }

  /// Begins a new sequence.
  package mutating func reset() {
    state.sequence = nil
    beginSequence()
  }

  private mutating func beginSequence() {
    state.clock.reset()
    state.channels = freshChannels
    state.lastMoment = nil
    state.lastFeatureTime = nil
  }

  /// - Parameters:
  ///   - derived: values of `DataSchema.derivedInputs` by their keys, where they are not to be made of the row's time.
  ///   - elapsed: since the row before, whatever its time says; nil: what that says.
  package mutating func encode(
    _ row: [String: InputValue], derived: [String: InputValue] = [:], elapsed: Double?
  ) throws(PredictorError) -> Encoded {
    try followSequence(row)
    let own = try times.own(in: row, after: state.clock.last)
    if own == nil, elapsed == nil { try times.checkSpelling(of: row.keys) }
    let step = try state.clock.advance(time: own?.instant, elapsed: elapsed)
    if step.isFirst {
      state.channels = freshChannels
      state.lastFeatureTime = nil
    }
    state.lastMoment = own ?? state.lastMoment
    var unseen: [String] = []
    var values: [Value] = []
    for index in sources.indices {
      let value =
        if let given = derived[names[index]] {
          Value.number(try derivedValue(given, index))
        } else {
          try value(index, row, step, hasTime: own != nil)
        }
      if case .category(.unseen) = value { unseen.append(names[index]) }
      values.append(value)
    }
    if let featureColumn, derived.isEmpty {
      state.lastFeatureTime = try fields.date(try given(featureColumn, row), column: featureColumn).instant
    }
    if schema.missing == .drop {
      let lacking = values.indices.filter { values[$0].isMissing }.map { names[$0] }
      guard lacking.isEmpty else {
        state.clock.leftOut(step)
        return Encoded(channels: [], unseen: unseen, lacking: lacking)
      }
    }
    let isFirst = !state.clock.hasAnswered
    return Encoded(
      channels: write(values), elapsed: state.clock.answered(step), isFirst: isFirst, unseen: unseen)
  }

  /// A row of another sequence begins that sequence.
  private mutating func followSequence(_ row: [String: InputValue]) throws(PredictorError) {
    guard let name = schema.sequence, let value = row[name] else { return }
    let found: String? =
      switch value {
      case .missing: nil
      case .number(let number): number.isNaN ? nil : categoryName(number)
      case .text(let text): fields.isMissing(text) ? nil : text
      }
    guard let found else { throw .missingValue(column: name) }
    if let sequence = state.sequence, sequence != found { beginSequence() }
    state.sequence = found
  }

  private mutating func write(_ values: [Value]) -> [Float] {
    var result = [Float](repeating: 0, count: schema.inputWidth)
    var place = 0
    for (index, value) in values.enumerated() {
      switch (value, state.channels[index]) {
      case (.number(let number), .numbers(var own)):
        own.write(number, to: &result, at: place)
        state.channels[index] = .numbers(own)
      case (.category(let category), .categories(var own)):
        own.write(category, to: &result, at: place)
        state.channels[index] = .categories(own)
      default: preconditionFailure("a value of another kind than its input \(names[index])")
      }
      place += schema.inputs[index].width
    }
    return result
  }

  // MARK: - Values

  private func value(
    _ index: Int, _ row: [String: InputValue], _ step: RowClock.Step, hasTime: Bool
  ) throws(PredictorError) -> Value {
    let name = names[index]
    switch sources[index] {
    case .number(let markers):
      let number = try fields.number(try given(name, row), column: name)
      return .number(markers.contains(number) ? .nan : number)
    case .date: return .number(try fields.date(try given(name, row), column: name).instant)
    case .category(let levels, let markers, let unknown):
      return .category(category(try given(name, row), levels, markers, unknown))
    case .time:
      guard let moment = step.moment else { throw .timeNeeded(column: name) }
      return .number(moment)
    case .feature(let feature, let channel):
      let ahead = schema.inputs[index].ahead
      guard let moment = try featureMoment(ahead, row, step, hasTime: hasTime) else {
        // Only a date has other features.
        guard feature == .elapsed else { throw .timeNeeded(column: schema.time?.column ?? "") }
        return .number(step.difference)
      }
      guard !moment.instant.isNaN else { return .number(.nan) }
      let elapsed = feature == .elapsed ? try featureElapsed(moment, ahead, row, step) : 0
      return .number(feature.values(seconds: moment.instant + moment.offset, elapsed: elapsed)[channel])
    }
  }

  /// A value that could be made of a row's time, as it was given.
  private func derivedValue(_ value: InputValue, _ index: Int) throws(PredictorError) -> Double {
    if case .time = sources[index], schema.time?.isDate == true {
      return try fields.date(value, column: names[index]).instant
    }
    return try fields.number(value, column: names[index])
  }

  private func given(_ name: String, _ row: [String: InputValue]) throws(PredictorError) -> InputValue {
    if let value = row[name] { return value }
    throw .missingInput(
      name: name, suggestions: EditDistance.suggestions(for: name, among: row.keys.sorted()))
  }

  private func category(
    _ value: InputValue, _ levels: [String: Int], _ markers: Set<Double>, _ unknown: Int?
  ) -> CategoryChannels.Value {
    if let unknown { return .level(token(value, levels) ?? unknown) }
    guard let name = fields.category(value, markers: markers, isKnown: { levels[$0] != nil }) else {
      return .missing
    }
    return levels[name].map { .level($0) } ?? .unseen
  }

  /// The index of a token, which is a text exactly as it stands; padding where there is none.
  private func token(_ value: InputValue, _ levels: [String: Int]) -> Int? {
    switch value {
    case .missing: TextTokens.paddingIndex
    case .number(let number): levels[categoryName(number)]
    case .text(let text): levels[text]
    }
  }

  // MARK: - Time features

  /// The time that a row's features are of; nil where it is the row's own and nobody told it.
  private func featureMoment(
    _ ahead: Int?, _ row: [String: InputValue], _ step: RowClock.Step, hasTime: Bool
  ) throws(PredictorError) -> FieldReader.Moment? {
    if let featureColumn {
      let name = DataSchema.name(featureColumn, ahead: ahead)
      return try fields.date(try given(name, row), column: name)
    }
    if let ahead { return try times.ahead(ahead, in: row) }
    guard let moment = step.moment else { return nil }
    guard hasTime, let lastMoment = state.lastMoment else {
      return times.moment(at: moment, like: state.lastMoment)
    }
    return .init(instant: moment, offset: lastMoment.offset)
  }

  /// The time since the row before the one that the features are of.
  private func featureElapsed(
    _ moment: FieldReader.Moment, _ ahead: Int?, _ row: [String: InputValue], _ step: RowClock.Step
  ) throws(PredictorError) -> Double {
    if let ahead {
      let before = try featureMoment(ahead > 1 ? ahead - 1 : nil, row, step, hasTime: false)
      return before.map { moment.instant - $0.instant } ?? .nan
    }
    if step.isFirst { return 0 }
    return featureColumn == nil ? step.difference : moment.instant - (state.lastFeatureTime ?? .nan)
  }
}
