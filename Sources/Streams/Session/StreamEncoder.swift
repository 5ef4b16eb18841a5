/// Makes of a row what the network sees, from this row and those before it alone.
protocol StreamEncoder {
  /// What goes on from row to row.
  var state: EncoderState { get }
  /// Words instead of numbers, and words for which there was no room.
  var oddFields: Int { get }
  /// Rows whose time lay before that of the row before, which then count as at the same moment.
  var timesBack: Int { get }
  /// What else a person should hear of the rows so far; nil: nothing.
  var remark: String? { get }

  /// Finds the columns in rows that have these.
  mutating func locate(_ columns: [String])

  /// Appends the channels of a row's inputs.
  ///
  /// - Returns: nil where the row has no answer, as training left such rows out.
  mutating func encode(_ row: LiveRow, into channels: inout [Float]) -> EncodedStep?

  /// Channels in the units of the data; `memory` knows those of the newest targets.
  func denormalized(_ channels: [Float], _ memory: TargetMemory) -> [Float]

  /// Goes on from the state of an encoder with the same layout.
  mutating func restore(_ state: EncoderState) throws(StreamTaskError)
}

/// How a network is to step to a row.
struct EncodedStep: Sendable, Hashable {
  /// Since the row before, in the layout's unit.
  var elapsed: Float = 1
  /// Whether the row begins a sequence of its own, so that nothing before it counts.
  var beginsSequence = false
  /// What a device said of it; nil where no device is watched.
  var device: DeviceStep?
}

/// The state of one kind of encoder or the other.
enum EncoderState: Sendable, Codable {
  case learning(LiveEncoder.State)
  case trained(TrainedEncoder.State)
}
