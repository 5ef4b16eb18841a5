import LiquidData
import Text

/// Makes of a row what a trained network saw in its training: its columns, scales, categories, masks and times.
struct TrainedEncoder: StreamEncoder {
  /// Everything that changes from row to row.
  struct State: Sendable, Codable {
    var rows: RowEncoder.State
    /// The moment of the last row by the clock, where rows tell no time.
    var lastMoment: Double?
    var timesBack = 0
    var oddFields = 0
    /// The first thing that was wrong with a row; nil: nothing was.
    var remark: String?
  }

  private let schema: DataSchema
  /// The columns that a row must have.
  private let needed: [String]
  /// Those of `DataSchema.derivedInputs` that rows have themselves.
  private let derived: Set<String>
  private let normalizations: [Normalization]
  private let arrivalCounts: Bool
  private var columns: [String] = []
  private var rows: RowEncoder
  private var lastMoment: Double?
  private(set) var timesBack = 0
  private(set) var oddFields = 0
  private(set) var remark: String?

  /// - Parameters:
  ///   - arrivalCounts: whether the moment at which a row arrives is its time where it tells none.
  ///   - hasDerived: whether rows have `schema.derivedInputs` as columns, instead of a time that they are made of.
  init(schema: DataSchema, arrivalCounts: Bool, hasDerived: Bool = false) throws(DataError) {
    self.schema = schema
    self.arrivalCounts = arrivalCounts
    derived = hasDerived ? Set(schema.derivedInputs) : []
    needed = hasDerived ? schema.inputs.map(\.key) : Predictor.Input.all(of: schema).map(\.name)
    normalizations = schema.inputNormalizations
    rows = try RowEncoder(schema)
  }

  mutating func locate(_ columns: [String]) { self.columns = columns }

  mutating func encode(_ row: LiveRow, into channels: inout [Float]) -> EncodedStep? {
    encode(row, elapsed: nil, into: &channels)
  }

  /// - Parameter elapsed: since the row before, whatever its time says; nil: what that says.
  mutating func encode(_ row: LiveRow, elapsed: Double?, into channels: inout [Float]) -> EncodedStep? {
    var values: [String: InputValue] = [:]
    for name in needed { values[name] = .missing }
    for (name, field) in zip(columns, row.fields) { values[name] = field }
    let given = values.filter { derived.contains($0.key) }
    let told = addTime(of: row, to: &values)
    guard let encoded = encode(&values, derived: given, elapsed: elapsed ?? told) else { return nil }
    if let name = encoded.unseen.first {
      note(
        "the input \(name.quoted) has a category that training did not see: the network is told nothing of it"
      )
    }
    guard encoded.lacking.isEmpty else {
      note(
        "rows without \(encoded.lacking[0].quoted) have no answer: training left such rows out")
      return nil
    }
    channels += encoded.channels
    return EncodedStep(elapsed: encoded.elapsed, beginsSequence: encoded.isFirst)
  }

  /// Begins a new sequence.
  mutating func reset() {
    rows.reset()
    lastMoment = nil
  }

  /// The time since the row before by the clock, where the row itself tells none; a date goes into the row.
  private mutating func addTime(of row: LiveRow, to values: inout [String: InputValue]) -> Double? {
    guard let time = schema.time else { return nil }
    let moment = row.time ?? (arrivalCounts ? row.arrival : nil)
    let before = lastMoment
    // Also where a row has a time of its own: the next one may have none.
    lastMoment = moment.map { max($0, before ?? $0) } ?? before
    guard values[time.column, default: .missing] == .missing else { return nil }
    values[time.column] = nil
    guard let moment else { return nil }
    if time.isDate {
      values[time.column] = .number(moment)
      return nil
    }
    guard time.unit == "s", let lastMoment = before else { return nil }
    return max(0, moment - lastMoment) / time.unitLength
  }

  /// The row as the network sees it; what is wrong with it counts as missing.
  private mutating func encode(
    _ values: inout [String: InputValue], derived: [String: InputValue], elapsed: Double?
  ) -> RowEncoder.Encoded? {
    var (derived, elapsed, attempts) = (derived, elapsed, values.count + derived.count + 3)
    while attempts > 0 {
      attempts -= 1
      // The encoder before the row goes on where this one fails.
      var next = rows
      do {
        let encoded = try next.encode(values, derived: derived, elapsed: elapsed)
        rows = next
        return encoded
      } catch {
        note(error.description)
        guard mend(&values, &derived, &elapsed, after: error) else { return nil }
      }
    }
    return nil
  }

  /// - Returns: whether the row can be tried again.
  private mutating func mend(
    _ values: inout [String: InputValue], _ derived: inout [String: InputValue], _ elapsed: inout Double?,
    after error: PredictorError
  ) -> Bool {
    switch error {
    case .notANumber(let column, _), .notADate(let column, _):
      oddFields += 1
      if derived[column] != nil { derived[column] = .missing }
      // A time that is missing is not told at all.
      values[column] = column == schema.time?.column ? nil : .missing
    case .missingValue(let column): values[column] = nil
    case .timeGoesBack(let column, _, _):
      timesBack += 1
      values[column] = nil
      elapsed = elapsed ?? 0
    case .otherStep(let expected, _):
      if let time = schema.time { values[time.column] = nil }
      elapsed = expected
    default: return false
    }
    return true
  }

  private mutating func note(_ text: String) { remark = remark ?? text }

  func denormalized(_ channels: [Float], _ memory: TargetMemory) -> [Float] {
    zip(channels, normalizations).map { Float($1.denormalize($0)) }
  }

  var state: EncoderState {
    .trained(
      State(
        rows: rows.state, lastMoment: lastMoment, timesBack: timesBack, oddFields: oddFields, remark: remark))
  }

  mutating func restore(_ state: EncoderState) throws(StreamTaskError) {
    guard case .trained(let state) = state else { throw .otherState }
    rows.restore(state.rows)
    (lastMoment, timesBack, oddFields, remark) =
      (state.lastMoment, state.timesBack, state.oddFields, state.remark)
  }
}
