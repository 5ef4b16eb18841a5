import Foundation
import Liquid
import LiquidData
import Streams
import TestSupport
import Testing

/// Test, then train, on random streams.
@Suite struct LiveSessionTests {
  private let columns = ["a", "b", "y"]

  private func numbers(_ random: inout SeededGenerator, count: Int) -> [[InputValue]] {
    var y = 0.0
    return (0..<count).map { _ in
      let (a, b) = (random.normal(), random.normal())
      y = 0.8 * y + 0.5 * a
      return [random.uniform() < 0.05 ? .missing : .number(a), .number(b), .number(y)]
    }
  }

  private func classes(_ random: inout SeededGenerator, count: Int) -> [[InputValue]] {
    numbers(&random, count: count).map { row in
      guard case .number(let y) = row[2] else { return row }
      return [row[0], row[1], .text(y > 0.3 ? "up" : y < -0.3 ? "down" : "flat")]
    }
  }

  /// A slow walk, and from half of the rows on noise around another level: errors rise for good.
  private func changing(_ task: StreamTask, _ random: inout SeededGenerator, count: Int) -> [[InputValue]] {
    var walk = 0.0
    return (0..<count).map { row in
      let (a, b) = (random.normal(), random.normal())
      walk = 0.9 * walk + 0.2 * a
      let y = row < count / 2 ? 2 + walk : 4 * b - 1
      let target: InputValue =
        task.kind == .classification ? .text(y > 1 ? "up" : y < -2 ? "down" : "flat") : .number(y)
      return [random.uniform() < 0.05 ? .missing : .number(a), .number(b), target]
    }
  }

  private static let tasks = tasks(window: 200)

  private static func tasks(window: Int) -> [StreamTask] {
    [
      StreamTask(targets: ["y"], window: window),
      StreamTask(targets: ["y"], horizon: 3, pastTargets: 3, window: window),
      StreamTask(targets: ["y"], horizon: 0, labelDelay: 2, predictsChange: false, window: window),
      StreamTask(kind: .classification, targets: ["y"], horizon: 0, window: window),
      StreamTask(kind: .classification, targets: ["y"], horizon: 2, labelDelay: 1, window: window),
    ]
  }

  /// A state as a stream's file keeps it, read back, and whether it is of a race.
  private func saved(_ state: LiveSession.State) throws -> (state: LiveSession.State, races: Bool) {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    let bytes = try encoder.encode(state)
    let whole = try PropertyListSerialization.propertyList(from: bytes, format: nil) as? [String: Any]
    let runners = (whole?["learner"] as? [String: Any])?["runners"] as? [String: Any]
    let races = try #require(runners).keys.contains("race")
    return (try PropertyListDecoder().decode(LiveSession.State.self, from: bytes), races)
  }

  private func rows(_ task: StreamTask, _ random: inout SeededGenerator, count: Int) -> [[InputValue]] {
    task.kind == .classification ? classes(&random, count: count) : numbers(&random, count: count)
  }

  @Test("an answer depends on no later row", arguments: tasks, [OnlineMethod.rtrl, .replay])
  func noPeeking(task: StreamTask, method: OnlineMethod) throws {
    let learning = StreamLearning(method: method, rate: 0.01, replay: OnlineReplayOptions(share: 1, steps: 4))
    try withSeeds(4) { _, random in
      let rows = rows(task, &random, count: 120)
      let cut = 40 + Int(random.next() % 60)
      let whole = try SessionRun(task, columns: columns, rows: rows, learning: learning).process(
        rows, columns: columns)
      let other = try SessionRun(task, columns: columns, rows: rows, learning: learning)
      var later = Array(rows[cut...])
      later.shuffle(using: &random)
      other.process(Array(rows[..<cut]) + later, columns: columns)
      for index in 0..<cut { #expect(whole.answers[index].outputs == other.answers[index].outputs) }
      // The target of the row itself is no part of its answer, where that is what is predicted.
      guard task.horizon == 0 else { return }
      let changed = try SessionRun(task, columns: columns, rows: rows, learning: learning)
      var last = rows[cut]
      last[2] = .missing
      changed.process(Array(rows[..<cut]) + [last], columns: columns)
      #expect(changed.answers[cut].outputs == whole.answers[cut].outputs)
    }
  }

  @Test("each answer is judged by its own row's target", arguments: tasks)
  func alignment(task: StreamTask) throws {
    try withSeeds(3) { _, random in
      let rows = rows(task, &random, count: 80)
      let run = try SessionRun(task, columns: columns, rows: rows).process(rows, columns: columns)
      for answer in run.answers {
        guard let judged = answer.judged else { continue }
        #expect(judged.row == answer.row - task.delay)
        let target = rows[judged.row - 1 + task.horizon][2]
        switch target {
        case .number(let number): #expect(judged.targets == [Float(number)])
        case .text(let label):
          let index = try #require(run.session.labels.firstIndex(of: label))
          #expect(judged.targets.firstIndex(of: 1) == index)
        case .missing: Issue.record("a missing target was judged")
        }
      }
      #expect(run.answers.count { $0.judged != nil } == run.session.judged)
    }
  }

  @Test("the figures are those of the answers, counted outside")
  func figures() throws {
    try withSeeds(3) { _, random in
      let task = StreamTask(targets: ["y"], horizon: 2, window: 30)
      let rows = numbers(&random, count: 150)
      let run = try SessionRun(task, columns: columns, rows: rows).process(rows, columns: columns)
      let truth = rows.map { if case .number(let y) = $0[2] { y } else { Double.nan } }
      var (own, naive): ([Double], [Double]) = ([], [])
      for row in 0..<(rows.count - 2) {
        own.append((Double(run.answers[row].outputs[0]) - truth[row + 2]).magnitude)
        naive.append((truth[row] - truth[row + 2]).magnitude)
      }
      func mean(_ values: some Collection<Double>) -> Double { values.reduce(0, +) / Double(values.count) }
      #expect((try #require(run.session.totalError) - mean(own)).magnitude < 1e-6)
      #expect((try #require(run.session.windowError) - mean(own.suffix(30))).magnitude < 1e-6)
      #expect((try #require(run.session.totalNaiveError) - mean(naive)).magnitude < 1e-9)
    }
  }

  @Test(
    "a session that goes on from its state makes the same bits", arguments: tasks(window: 50),
    StreamLearning.OnDrift.allCases.map { StreamLearning(rate: 0.01, onDrift: $0) } + [
      StreamLearning(
        method: .replay, rate: 0.01, forgetting: 0.01,
        replay: OnlineReplayOptions(share: 0.3, steps: 5, windows: 3, capacity: 4))
    ])
  func restoring(task: StreamTask, learning: StreamLearning) throws {
    var random = SeededGenerator(seed: 5)
    let rows = changing(task, &random, count: 700)
    func run(seed: UInt64 = 1) throws -> SessionRun {
      try SessionRun(task, columns: columns, rows: rows, learning: learning, detector: .adwin, seed: seed)
    }
    let whole = try run().process(rows, columns: columns)
    let alarm = try #require(whole.session.lastAlarm)
    #expect((351..<660).contains(alarm))
    // Before any prediction is judged, before and after the parameters were kept, and after the alarm.
    for cut in [1, 21, 77, alarm + 30] {
      let first = try run().process(Array(rows[..<cut]), columns: columns)
      let second = try run(seed: 9)
      let kept = try saved(first.session.state)
      #expect(kept.races == (learning.onDrift == .race && cut > alarm))
      try second.session.restore(kept.state)
      second.process(Array(rows[cut...]), columns: columns)
      #expect(second.session.model.parameters == whole.session.model.parameters)
      #expect(second.answers.map(\.outputs) == whole.answers[cut...].map(\.outputs))
      #expect(second.session.rows == whole.session.rows && second.session.judged == whole.session.judged)
      #expect(second.session.totalError == whole.session.totalError)
      #expect(second.session.lastAlarm == alarm && second.session.alarms == whole.session.alarms)
    }
  }

  @Test("a network that learns beats the last value; one that does not stays behind")
  func learning() throws {
    var random = SeededGenerator(seed: 3)
    let rows = numbers(&random, count: 1500)
    let task = StreamTask(targets: ["y"], horizon: 0, window: 300)
    let learns = try SessionRun(task, columns: columns, rows: rows).process(rows, columns: columns).session
    let watches = try SessionRun(
      task, columns: columns, rows: rows, learning: StreamLearning(method: .off, rate: 0.01)
    ).process(rows, columns: columns).session
    let naive = try #require(learns.windowNaiveError)
    #expect(try #require(learns.windowError) < 0.7 * naive)
    #expect(try #require(watches.windowError) > learns.windowError ?? .infinity)
    #expect(learns.isLearning && !watches.isLearning)
    let before = learns.model.parameters
    learns.setLearning(false)
    for row in rows.prefix(20) { _ = learns.process(SessionRun.row(row), columns: columns) }
    #expect(learns.model.parameters == before)
  }

  @Test("fields of all kinds in all places end nothing and leave the network finite")
  func anyFields() throws {
    try withSeeds(6) { _, random in
      let strange: [InputValue] = [
        .missing, .number(0), .number(1e300), .number(-1e300), .number(2.3e-308), .text(""), .text("up"),
        .text("neu"),
      ]
      for task in Self.tasks {
        let rows = rows(task, &random, count: 60)
        let run = try SessionRun(task, columns: columns, rows: rows)
        for row in rows {
          var row = row
          if random.uniform() < 0.4 { row[Int(random.next() % 3)] = strange[Int(random.next() % 8)] }
          if random.uniform() < 0.1 { row.removeLast() }
          run.process([row], columns: columns)
        }
        #expect(run.session.model.parameters.allSatisfy { $0.isFinite })
        #expect(run.answers.allSatisfy { $0.outputs.allSatisfy { !$0.isNaN } })
      }
    }
  }

  @Test("what cannot be learnt is an error in words")
  func errors() throws {
    let rows: [[InputValue]] = [[.number(1), .text("x"), .text("up")]]
    func error(_ task: StreamTask) -> String {
      do {
        _ = try SessionRun(task, columns: columns, rows: rows)
        return "none"
      } catch {
        return "\(error)"
      }
    }
    #expect(error(StreamTask(targets: ["yy"])).contains("did you mean 'y'"))
    #expect(error(StreamTask(inputs: ["y"], targets: ["y"])).contains("cannot be an input"))
    #expect(error(StreamTask(targets: ["y"])).contains("such as 'up'"))
    #expect(error(StreamTask(kind: .classification, targets: ["a", "y"])).contains("one column alone"))
    #expect(error(StreamTask(kind: .classification, targets: ["y"])) == "none")
  }
}
