import Foundation
import Telemetry
import Text

/// How far one output of a device is from that of its twin: over everything in bounded memory, and over the newest rows.
struct OutputDifferences: Sendable {
  private var low = Double.infinity
  private var high = -Double.infinity
  /// Probabilities have the range 1, however seldom a class is the likely one.
  private let isProbability: Bool
  private var count = 0
  private var sum = 0.0
  private(set) var largest = 0.0
  private var largestRow: Int?
  /// How many differences have each size, so that the range of the whole can say in the end which were too large.
  private var counts: [Int: Int] = [:]
  private var newest: RecentValues<Double>

  /// The sizes that are told apart differ by this factor.
  private static let step = 1.02

  init(isProbability: Bool, window: Int) {
    self.isProbability = isProbability
    newest = RecentValues(capacity: window)
  }

  /// How far the device's outputs are apart; 0 before there are two.
  var range: Double { isProbability ? 1 : max(0, high - low) }

  /// Takes a row's difference for the newest ones; NaN where the device's output is missing.
  mutating func see(device: Double, difference: Double) {
    newest.append(difference)
    guard device.isFinite else { return }
    (low, high) = (min(low, device), max(high, device))
  }

  /// Takes it for the whole.
  mutating func add(_ difference: Double, row: Int) {
    guard !difference.isNaN else { return }
    count += 1
    sum += difference
    counts[Self.size(difference), default: 0] += 1
    guard difference > largest || largestRow == nil else { return }
    (largest, largestRow) = (difference, row)
  }

  private static func size(_ difference: Double) -> Int {
    difference > 0 ? Int(saturating: (log(difference) / log(step)).rounded(.up)) : .min
  }

  /// - Parameter tolerance: as a share of the range.
  func status(name: String, tolerance: Double) -> TwinStatus.Output {
    let recent = newest.values.filter { !$0.isNaN }
    var status = TwinStatus.Output(name: name)
    if isProbability || low <= high { status.range = range }
    if !recent.isEmpty {
      status.windowMean = recent.reduce(0, +) / Double(recent.count)
      status.windowLargest = recent.max()
    }
    guard count > 0 else { return status }
    let bound = Self.size(tolerance * range)
    let beyond = counts.reduce(0) { $0 + ($1.key > bound ? $1.value : 0) }
    (status.mean, status.largest, status.largestRow) = (sum / Double(count), largest, largestRow)
    status.beyond = Double(beyond) / Double(count)
    return status
  }
}
