import Telemetry

/// A device's outputs beside those of the network that takes the same steps.
///
/// A line that is lost is a step that the twin does not take, so that its state is another one until both have forgotten
/// it. Rows after such a gap do not count until the difference has been small for some rows, or is not going to be: then what is
/// left is taken for the device's own. The same holds where the device ran before its first line.
struct TwinComparison: Sendable {
  private let device: String
  private let names: [String]
  private let tolerance: Double
  private let answer: Answer
  private let window: Int

  private var outputs: [OutputDifferences]
  private var phase: TwinStatus.Phase?
  /// Rows in succession whose differences were small.
  private var smallRows = 0
  private var compared = 0
  private var leftOut = 0
  private var lostLines = 0
  private var restarts = 0
  private var sameClass = 0

  /// What the outputs are.
  enum Answer: Sendable {
    case numbers
    /// The probability of each class.
    case classes
    /// The probability of a 1.
    case bits
  }

  /// So many small differences in succession are no accident.
  private static let enoughRows = 10

  /// - Parameters:
  ///   - names: of the outputs.
  ///   - tolerance: as a share of an output's range.
  ///   - window: the newest rows, and those after which a difference is taken for the device's own.
  init(device: String, names: [String], answer: Answer, tolerance: Double, window: Int) {
    (self.device, self.names, self.tolerance) = (device, names, tolerance)
    (self.answer, self.window) = (answer, window)
    outputs = names.map { _ in OutputDifferences(isProbability: answer != .numbers, window: window) }
  }

  /// What a person should hear of lines that were lost; nil while none was.
  var gap: String? {
    guard compared + leftOut > 0, lostLines > 0 || leftOut > 0 else { return nil }
    let why =
      lostLines > 0
      ? "lines of the device were lost"
      : "the device did not say that its first line was the first after a start"
    return "\(why): rows do not count until the difference is small"
  }

  /// Rows that came.
  var rows: Int { compared + leftOut }

  /// Takes a row.
  ///
  /// - Parameters:
  ///   - device: NaN where missing, `[outputs]`.
  ///   - twin: `[outputs]`.
  ///   - row: counted from 1.
  mutating func add(device: [Double], twin: [Double], of step: DeviceStep, row: Int) {
    begin(step, row: row)
    let differences = zip(device, twin).map { ($0 - $1).magnitude }
    for index in outputs.indices { outputs[index].see(device: device[index], difference: differences[index]) }
    settle(differences, row: row)
    if case .settling = phase {
      leftOut += 1
      return
    }
    compared += 1
    for index in outputs.indices { outputs[index].add(differences[index], row: row) }
    if isSameAnswer(device, twin) { sameClass += 1 }
  }

  private mutating func begin(_ step: DeviceStep, row: Int) {
    lostLines += step.lost
    if step.isFirst {
      if phase != nil { restarts += 1 }
      phase = .following
    } else if step.lost > 0 || phase == nil {
      phase = .settling(since: row)
      smallRows = 0
    }
  }

  private mutating func settle(_ differences: [Double], row: Int) {
    guard let phase, phase != .following else { return }
    let isSmall = zip(outputs, differences).allSatisfy { output, difference in
      // A device that differs a little at every row does so after a gap, too.
      var bound = tolerance * output.range
      if case .settling = phase { bound = max(bound, output.largest) }
      return difference.isNaN || difference <= bound
    }
    smallRows = isSmall ? smallRows + 1 : 0
    if smallRows > Self.enoughRows {
      self.phase = .following
    } else if case .settling(let since) = phase, row - since >= window {
      self.phase = .unsettled(since: since)
    }
  }

  private func isSameAnswer(_ device: [Double], _ twin: [Double]) -> Bool {
    if answer == .classes { return Self.largest(device) == Self.largest(twin) }
    return zip(device, twin).allSatisfy { !$0.isNaN && ($0 > 0.5) == ($1 > 0.5) }
  }

  private static func largest(_ values: [Double]) -> Int? {
    values.indices.filter { !values[$0].isNaN }.max { values[$0] < values[$1] }
  }

  var status: TwinStatus {
    TwinStatus(
      device: device, tolerance: tolerance,
      outputs: zip(outputs, names).map { $0.status(name: $1, tolerance: tolerance) }, compared: compared,
      leftOut: leftOut, lostLines: lostLines, restarts: restarts,
      sameClass: answer != .numbers && compared > 0 ? Double(sameClass) / Double(compared) : nil,
      phase: phase ?? .following)
  }
}
