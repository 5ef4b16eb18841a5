import Liquid
import LiquidData
import Streams
import TestSupport
import Testing

/// What follows an alarm, with the usual network of `lnn-top stream`.
@Suite struct DriftReactionTests {
  private static let columns = ["x0", "x1", "x2", "x3", "y"]

  /// A target that depends on two inputs, and after the change on the other two.
  private func rows(seed: UInt64, change: Int, count: Int) -> [[InputValue]] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { row in
      let x = (0..<4).map { _ in random.normal() }
      let z = row < change ? x[0] + x[1] : x[2] + x[3]
      let y = (z.magnitude < 2 ? z / 2 : z.sign == .minus ? -1 : 1) + 0.1 * random.normal()
      return (x + [y]).map { .number($0) }
    }
  }

  private func errors(
    _ rows: [[InputValue]], onDrift: StreamLearning.OnDrift
  ) throws -> (errors: [Double], alarms: [Int]) {
    let task = StreamTask(targets: ["y"], horizon: 0)
    let head = rows.prefix(20).map { SessionRun.row($0) }
    let layout = try RowLayout(task: task, columns: Self.columns, head: head, timeUnit: 1)
    let wiring = try Wiring.fullyConnected(
      inputs: layout.inputNames(task).count, units: 12, outputs: 1, seed: 1)
    var settings = CellSettings()
    settings.variant = "ltc"
    settings.projection = 1
    let session = try LiveSession(
      task: task, layout: layout, model: Model(cell: try LTC(wiring: wiring, settings: settings), seed: 1),
      learning: StreamLearning(method: .rtrl, rate: 0.005, onDrift: onDrift), detector: .adwin,
      arrivalCounts: false)
    var (errors, alarms): ([Double], [Int]) = ([], [])
    for row in rows {
      guard let answer = session.process(SessionRun.row(row), columns: Self.columns) else { continue }
      if let judged = answer.judged { errors.append(judged.error) }
      if answer.isAlarm { alarms.append(answer.row) }
    }
    return (errors, alarms)
  }

  @Test("a race changes nothing before the alarm, and costs hardly any accuracy after it")
  func race() throws {
    let rows = rows(seed: 1, change: 6000, count: 8500)
    let (note, noted) = try errors(rows, onDrift: .note)
    let (race, raced) = try errors(rows, onDrift: .race)
    #expect(note[..<6000] == race[..<6000])
    // One alarm, and soon.
    #expect(noted.first.map { (6001...6150).contains($0) } == true && noted.first == raced.first)
    // There was a race.
    #expect(note[6000...] != race[6000...])
    let (noteSum, raceSum) = (note[6000...].reduce(0, +), race[6000...].reduce(0, +))
    #expect(raceSum < 1.02 * noteSum)
  }

  @Test("a network that learns, and a stream that stays as it is, give at most one alarm in 10,000 rows")
  func falseAlarms() throws {
    let (_, alarms) = try errors(rows(seed: 2, change: .max, count: 10_000), onDrift: .race)
    #expect(alarms.count <= 1)
  }

  @Test("an alarm counts where the error has risen")
  func rising() {
    withSeeds(20) { seed, random in
      var trend = ErrorTrend()
      for row in 0..<5000 { trend.add((row < 2000 ? 1 : 0.3) * (0.9 + 0.2 * random.uniform())) }
      #expect(!trend.isRising, "seed \(seed)")
      trend.add(.nan)
      for _ in 0..<50 { trend.add(0.6 * (0.9 + 0.2 * random.uniform())) }
      #expect(trend.isRising, "seed \(seed)")
    }
  }
}
