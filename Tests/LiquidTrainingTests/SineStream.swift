import Foundation
import Liquid
import LiquidData
import LiquidTraining
import Synchronization

/// An endless source of windows of two waves and their product, as a live source would be: windows arrive one by one from
/// another thread, each is tested before it is trained on, and the probes are the newest ones.
struct SineStream: BatchProvider {
  /// How many windows have arrived; shared by all copies.
  final class Arrivals: Sendable {
    private struct State {
      var count = 0
      var hasEnded = false
      var wakeup: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.count } }
    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    func setWakeup(_ wakeup: @escaping @Sendable () -> Void) { state.withLock { $0.wakeup = wakeup } }

    func arrive(_ windows: Int, isLast: Bool = false) {
      let wakeup = state.withLock { state in
        state.count += windows
        state.hasEnded = isLast
        return state.wakeup
      }
      wakeup?()
    }
  }

  private static let steps = 16
  private static let batchSize = 4
  /// Windows that are tested ahead of training, and kept for the screen.
  private static let ahead = 8

  let schema: DataSchema
  let arrivals: Arrivals
  /// Windows trained on.
  private var position = 0

  init(schema: DataSchema, arrivals: Arrivals = Arrivals()) {
    self.schema = schema
    self.arrivals = arrivals
  }

  mutating func next() -> NextBatch {
    let range = position..<position + Self.batchSize
    guard range.upperBound <= arrivals.count else { return arrivals.hasEnded ? .ended : .waiting }
    position = range.upperBound
    return .batch(TrainingBatch(Self.batch(Array(range)), key: Array(range)))
  }

  func batch(_ key: [Int]) -> SequenceBatch? { key.isEmpty ? nil : Self.batch(key) }

  func setWakeup(_ wakeup: @escaping @Sendable () -> Void) { arrivals.setWakeup(wakeup) }

  func isValidationDue(afterStep step: Int) -> Bool { step.isMultiple(of: 5) }

  var validation: SequenceSet { windows(position..<min(arrivals.count, position + Self.ahead)) }

  var probes: SequenceSet { windows(max(0, arrivals.count - Self.ahead)..<arrivals.count) }

  func windows(_ range: Range<Int>) -> SequenceSet {
    SequenceSet(count: range.count) { Self.batch($0.map { range.lowerBound + $0 }) }
  }

  var state: ProviderState { ProviderState(position: position) }

  func resuming(at state: ProviderState) throws(ProviderStateError) -> SineStream {
    guard (0...1 << 40).contains(state.position) else {
      throw ProviderStateError("its position is impossible")
    }
    var stream = self
    stream.position = state.position
    return stream
  }

  private static func batch(_ windows: [Int]) -> SequenceBatch {
    let phases = windows.flatMap { window in (0..<steps).map { Double(window * 3 + $0) * 0.2 } }
    let inputs = phases.flatMap { [Float(sin($0)), Float(cos($0 / 7))] }
    return SequenceBatch(
      unchecked: windows.count, steps: steps, inputWidth: 2, targetWidth: 1,
      lengths: windows.map { _ in steps }, inputs: inputs, elapsed: phases.map { _ in 1 },
      targets: phases.map { Float(sin($0) * cos($0 / 7)) }, targetWeights: phases.map { _ in 1 })
  }
}
