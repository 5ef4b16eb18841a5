import Liquid
import LiquidData
import Streams
import TestSupport
import Testing

/// What goes wrong once must not spoil a stream for good.
@Suite struct StreamAccidentTests {
  private let columns = ["a", "b", "y"]

  private func rows(_ count: Int) -> [[Double]] {
    var random = SeededGenerator(seed: 4)
    return (0..<count).map { _ in
      let (a, b) = (random.normal(), random.normal())
      return [a, b, a - b]
    }
  }

  private func run(_ rows: [[Double]], learning: StreamLearning = StreamLearning(rate: 0.01)) throws
    -> SessionRun
  {
    let fields = rows.map { $0.map { InputValue.number($0) } }
    return try SessionRun(
      StreamTask(targets: ["y"], horizon: 0), columns: columns, rows: fields, learning: learning
    ).process(fields, columns: columns)
  }

  @Test("a single outlier leaves the scales as they are", arguments: [0, 2], [65_535, 1e9, -1e12])
  func outlier(column: Int, value: Double) throws {
    var rows = rows(3000)
    let usual = try #require(run(rows).session.windowError)
    rows[1000][column] = value
    let disturbed = try #require(run(rows).session.windowError)
    #expect(disturbed < 2 * usual + 0.05, "\(disturbed) beside \(usual)")
  }

  @Test("a level that stays is followed", arguments: [0, 2])
  func level(column: Int) throws {
    var rows = rows(4000)
    let usual = try #require(run(rows).session.windowError)
    for row in 1000..<4000 { rows[row][column] = 1e4 + 100 * rows[row][column] }
    let moved = try #require(run(rows).session.windowError) / (column == 2 ? 100 : 1)
    // The scale still has something of the old level in it.
    #expect(moved < 10 * usual + 0.5, "\(moved) beside \(usual)")
  }

  @Test("a network that comes to nothing goes back to where it answered", arguments: [0.3, 3, 1e4])
  func recovery(rate: Double) throws {
    var plain = OptimizerOptions()
    plain.kind = .sgd
    let run = try run(
      rows(2000), learning: StreamLearning(optimizer: plain, rate: rate, clip: nil, onDrift: .race))
    #expect(run.answers.allSatisfy { $0.outputs.allSatisfy { $0.isFinite } })
    #expect(run.session.judged == 2000)
    #expect(run.session.model.parameters.allSatisfy { $0.isFinite })
  }
}
