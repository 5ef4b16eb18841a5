import Liquid
import LiquidData
import Streams

/// A session that answers the rows of a table.
final class SessionRun {
  let session: LiveSession
  private(set) var answers: [LiveAnswer] = []
  private let layout: RowLayout

  /// - Parameters:
  ///   - columns: the names of the fields.
  ///   - rows: whose first ones decide the layout.
  init(
    _ task: StreamTask, columns: [String], rows: [[InputValue]],
    learning: StreamLearning = StreamLearning(rate: 0.01),
    detector: DriftDetectorKind = .off, seed: UInt64 = 1
  ) throws {
    layout = try RowLayout(
      task: task, columns: columns, head: rows.prefix(20).map { Self.row($0) }, timeUnit: 1)
    let wiring = try Wiring.fullyConnected(
      inputs: layout.inputNames(task).count, units: max(4, layout.outputNames.count),
      outputs: layout.outputNames.count, seed: seed)
    session = try LiveSession(
      task: task, layout: layout, model: Model(cell: try LTC(wiring: wiring), seed: seed), learning: learning,
      detector: detector, arrivalCounts: false)
  }

  @discardableResult
  func process(_ rows: [[InputValue]], columns: [String]) -> Self {
    answers += rows.compactMap { session.process(Self.row($0), columns: columns) }
    return self
  }

  static func row(_ fields: [InputValue]) -> LiveRow {
    LiveRow(fields: fields, arrival: 0, position: SourcePosition(offset: 0, line: 1))
  }
}
