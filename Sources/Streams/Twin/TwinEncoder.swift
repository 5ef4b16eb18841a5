import LiquidData

/// What a device's line says beside the inputs of its network.
struct DeviceStep: Sendable, Hashable {
  /// The device's outputs, NaN where missing, `[outputs]`.
  var outputs: [Double]
  /// Whether the device began anew with this row.
  var isFirst: Bool
  /// Steps of the device since the row before that nobody saw.
  var lost: Int
}

/// Makes of a device's line what its network saw.
///
/// | field | is |
/// |---|---|
/// | `net.elapsed` | the time since the step before, in the time column's unit; missing or below 0: the usual step |
/// | `net.first` | true in the first line after a start |
/// | `net.step` | a number that counts the steps, so that lost lines show |
///
/// where `net` is what stands before the outputs' names. None is needed. Without it `elapsed`, `first` and `step` say the
/// same, unless an input or the time column is called so. Unlike a row of data, a line never begins a sequence because of
/// its time or the sequence it belongs to: the device runs on.
struct TwinEncoder: StreamEncoder {
  private let device: DeviceColumns
  private var trained: TrainedEncoder
  private let usualStep: Double
  /// Names that the network's inputs and outputs or the time have.
  private let taken: Set<String>

  private var columnCount = -1
  private var outputs: [Int] = []
  private var elapsedPlace: Int?
  private var firstPlace: Int?
  private var stepPlace: Int?

  /// The number of the newest step that was taken, or left out as training would.
  private var lastStep: Double?
  /// Steps of the device, since the newest that was taken, that were not.
  private var skipped = 0
  /// Whether the device began anew with a row that it left out.
  private var isBeginning = false
  /// Rows that lacked the device's outputs.
  private var withoutOutputs = 0

  init(schema: DataSchema, device: DeviceColumns) throws(DataError) {
    self.device = device
    trained = try TrainedEncoder(
      schema: schema.runningOn, arrivalCounts: false, hasDerived: device.hasDerived)
    usualStep = schema.usualStep
    taken = device.taken(by: schema)
  }

  mutating func locate(_ columns: [String]) {
    trained.locate(columns)
    guard columns.count != columnCount else { return }
    columnCount = columns.count
    let free = columns.enumerated().filter { !taken.contains($0.element) }
    func place(_ name: String) -> Int? {
      let named = free.first { $0.element == "\(device.device).\(name)" }
      return (named ?? free.first { $0.element == name })?.offset
    }
    (elapsedPlace, firstPlace, stepPlace) = (place("elapsed"), place("first"), place("step"))
    outputs = device.columns.map { columns.firstIndex(of: $0) ?? -1 }
  }

  mutating func encode(_ row: LiveRow, into channels: inout [Float]) -> EncodedStep? {
    var device = DeviceStep(
      outputs: outputs.map { row[$0].number ?? .nan },
      isFirst: firstPlace.map { row[$0].isTrue } ?? false, lost: row.lostBefore)
    let number = stepPlace.flatMap { row[$0].number }
    let isCounted = count(number, &device)
    if device.isFirst || !isCounted { trained.reset() }
    if device.isFirst { (device.lost, skipped) = (0, 0) }
    let hasOutputs = device.outputs.contains(where: \.isFinite)
    let before = trained
    let step = trained.encode(row, elapsed: elapsed(row), into: &channels)
    guard hasOutputs, var step else {
      skipped += device.lost
      if step == nil, !hasOutputs {
        // Both leave out a row that lacks an input, where training did.
        isBeginning = isBeginning || device.isFirst
        lastStep = number ?? lastStep
        return nil
      }
      if !hasOutputs {
        withoutOutputs += 1
        trained = before
      }
      skipped += 1
      isBeginning = false
      return nil
    }
    device.isFirst = device.isFirst || (isBeginning && skipped + device.lost == 0)
    device.lost += skipped
    (skipped, isBeginning, lastStep) = (0, false, number ?? lastStep)
    step.device = device
    return step
  }

  /// Compares the number of the device's step, where it has one, with that of the newest one.
  ///
  /// - Returns: false where it went back, as after a start.
  private mutating func count(_ number: Double?, _ device: inout DeviceStep) -> Bool {
    guard let number, let last = lastStep else { return true }
    if number <= last {
      lastStep = number
      // Devices count from 0 or from 1.
      if number <= 1 { device.isFirst = true } else { device.lost += 1 }
      return false
    }
    // Lines that were seen to be lost are among those that the numbers show.
    let missed = Int(saturating: number - last) - 1 - skipped
    device.lost = max(device.lost, min(missed, 1 << 32))
    return true
  }

  /// The time since the step before; nil where the lines do not tell it.
  private func elapsed(_ row: LiveRow) -> Double? {
    guard let elapsedPlace else { return nil }
    guard let elapsed = row[elapsedPlace].number, elapsed >= 0 else { return usualStep }
    return elapsed
  }

  func denormalized(_ channels: [Float], _ memory: TargetMemory) -> [Float] {
    trained.denormalized(channels, memory)
  }

  var oddFields: Int { trained.oddFields }
  var timesBack: Int { trained.timesBack }

  var remark: String? {
    if let remark = trained.remark { return remark }
    return withoutOutputs > 0
      ? "rows without \(device.columns[0].quoted) are no steps of the device and count as lost" : nil
  }

  var state: EncoderState { trained.state }

  /// A device runs on while nobody watches, so that nobody can go on beside it.
  mutating func restore(_ state: EncoderState) throws(StreamTaskError) { throw .otherState }
}

extension InputValue {
  /// Nil for anything but a finite number.
  fileprivate var number: Double? {
    if case .number(let number) = self, number.isFinite { number } else { nil }
  }

  fileprivate var isTrue: Bool {
    switch self {
    case .missing: false
    case .number(let number): number != 0
    case .text(let text): text.lowercased() == "true"
    }
  }
}
