import Dashboard
import Foundation
import Liquid
import RunStore
import Screen
import Telemetry
import TestSupport
import Testing

/// What a screen would show after all outputs so far.
private struct Screen: Equatable {
  var scalars: [Int] = []
  var events: [Int] = []
  var frame: Int?
  var hasOutcome = false

  mutating func show(_ output: ReplayEngine.Output?) {
    guard let output else { return }
    if output.isReset { self = Screen() }
    scalars += output.scalars
    events += output.events
    frame = output.frame ?? frame
    hasOutcome = hasOutcome || output.outcome != nil
  }
}

@Suite struct ReplayEngineTests {
  private static func timeline(seed: UInt64, frames: Bool = true) -> ReplayTimeline {
    var generator = SeededGenerator(seed: seed)
    var scalars: [Sequenced<StepScalars>] = []
    var events: [Sequenced<Event>] = []
    var times: [Sequenced<Double>] = []
    var elapsed = 0.0
    for sequence in 1...200 {
      // Some share a time, some go back, some are nothing.
      elapsed += [0, 0.1, 0.37, -0.2].randomElement(using: &generator) ?? 0
      let stored = Int.random(in: 0..<20, using: &generator) == 0 ? Double.nan : elapsed
      switch Int.random(in: 0..<4, using: &generator) {
      case 0 where frames: times.append(Sequenced(sequence: sequence, value: stored))
      case 1:
        events.append(
          Sequenced(
            sequence: sequence, value: Event(kind: .note, step: sequence, elapsed: stored, detail: "")))
      default:
        scalars.append(
          Sequenced(
            sequence: sequence,
            value: StepScalars(
              step: sequence, epoch: 0, elapsed: stored, loss: 0, learningRate: 0, gradientNorm: 0)))
      }
    }
    let outcome = Outcome(state: .done, steps: 200, elapsed: elapsed + 1, validation: nil, test: nil)
    return ReplayTimeline(scalars: scalars, events: events, frames: times, outcome: outcome)
  }

  @Test func theFirstOutputHoldsTheFirstFrame() throws {
    var engine = ReplayEngine(timeline: Self.timeline(seed: 1), isPlaying: false)
    let first = engine.takeOutput()
    let output = try #require(first)
    #expect(output.frame == 0 && !output.isReset && output.playback.frameIndex == 0)
    let unchanged = engine.takeOutput()
    #expect(unchanged == nil, "nothing changed")
    engine.advance(by: 100)
    let paused = engine.takeOutput()
    #expect(paused == nil, "time passes only while it plays")
  }

  @Test(arguments: 0..<UInt64(10))
  func forwardsAndBackwardsShowTheSame(seed: UInt64) {
    var engine = ReplayEngine(timeline: Self.timeline(seed: seed), isPlaying: false)
    var screen = Screen()
    screen.show(engine.takeOutput())
    var forwards = [screen]
    for _ in 1..<engine.timeline.frameTimes.count {
      engine.apply(.step)
      screen.show(engine.takeOutput())
      forwards.append(screen)
    }
    #expect(forwards.map(\.frame) == forwards.indices.map { $0 }, "seed \(seed)")
    for expected in forwards.dropLast().reversed() {
      engine.apply(.stepBack)
      screen.show(engine.takeOutput())
      #expect(screen == expected, "seed \(seed), frame \(expected.frame ?? -1)")
    }
  }

  @Test(arguments: 0..<UInt64(10))
  func aPositionShowsTheSameHoweverItIsReached(seed: UInt64) {
    let timeline = Self.timeline(seed: seed)
    var generator = SeededGenerator(seed: seed)
    var engine = ReplayEngine(timeline: timeline, isPlaying: true)
    var screen = Screen()
    screen.show(engine.takeOutput())
    for _ in 0..<300 {
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: engine.apply(.seek(Double.random(in: -0.2...1.2, using: &generator)))
      case 1: engine.apply(.resume)
      case 2: engine.apply(.setPlaybackSpeed(Double.random(in: 0...100, using: &generator)))
      default: engine.advance(by: Double.random(in: 0...0.5, using: &generator))
      }
      screen.show(engine.takeOutput())
      var direct = ReplayEngine(timeline: timeline, isPlaying: false)
      direct.apply(.seek(engine.position / timeline.duration))
      guard direct.position == engine.position else { continue }
      var expected = Screen()
      expected.show(direct.takeOutput())
      #expect(screen == expected, "seed \(seed), position \(engine.position)")
    }
  }

  @Test func playbackStopsAtTheEndAndStartsAgain() {
    var engine = ReplayEngine(timeline: Self.timeline(seed: 2), isPlaying: true)
    var screen = Screen()
    while engine.isPlaying {
      engine.advance(by: 0.1)
      screen.show(engine.takeOutput())
    }
    #expect(engine.isAtEnd && screen.hasOutcome && engine.secondsToNext == nil)
    #expect(screen.scalars == Array(engine.timeline.scalars.indices), "each once, in order")
    engine.apply(.resume)
    let again = engine.takeOutput()
    #expect(engine.isPlaying && again?.isReset == true && again?.frame == 0)
  }

  @Test func speedIsKeptInItsRangeAndScalesTime() {
    var engine = ReplayEngine(timeline: Self.timeline(seed: 3), isPlaying: true)
    for (wanted, expected) in [(0.1, 0.25), (1_000, 64), (Double.nan, 64), (2, 2)] {
      engine.apply(.setPlaybackSpeed(wanted))
      #expect(engine.speed == expected)
    }
    let before = engine.position
    engine.advance(by: 0.5)
    #expect(engine.position == before + 1)
  }

  @Test func framesPassedOverAreCounted() throws {
    var engine = ReplayEngine(timeline: Self.timeline(seed: 4), isPlaying: true)
    _ = engine.takeOutput()
    engine.advance(by: 5)
    let first = engine.takeOutput()
    let output = try #require(first)
    #expect(output.skippedFrames == (output.frame ?? 0) - 1 && output.skippedFrames > 1)
  }

  @Test func aRunWithoutFramesPlaysItsScalars() {
    var engine = ReplayEngine(timeline: Self.timeline(seed: 5, frames: false), isPlaying: false)
    var screen = Screen()
    screen.show(engine.takeOutput())
    let start = screen
    engine.apply(.step)
    screen.show(engine.takeOutput())
    #expect(screen.scalars.count > start.scalars.count && screen.frame == nil)
    engine.apply(.stepBack)
    screen.show(engine.takeOutput())
    #expect(screen == start)
  }

  @Test func anEmptyRunIsOverAtOnce() throws {
    let outcome = Outcome(state: .stopped, steps: 0, elapsed: 0, validation: nil, test: nil)
    let timeline = ReplayTimeline(scalars: [], events: [], frames: [], outcome: outcome)
    var engine = ReplayEngine(timeline: timeline, isPlaying: true)
    let first = engine.takeOutput()
    let output = try #require(first)
    #expect(output.outcome == outcome && !output.playback.isPlaying && output.playback.duration == 0)
    for command in [Command.resume, .step, .stepBack, .seek(0.5), .seek(.nan)] { engine.apply(command) }
    #expect(!engine.isPlaying)
  }
}

@Suite struct ReplayEventTests {
  private func timeline() -> ReplayTimeline {
    func event(_ sequence: Int, _ kind: Event.Kind, _ elapsed: Double) -> Sequenced<Event> {
      Sequenced(sequence: sequence, value: Event(kind: kind, step: 1, elapsed: elapsed, detail: ""))
    }
    return ReplayTimeline(
      scalars: [],
      events: [
        event(2, .perturbed, 2), event(4, .checkpoint, 4), event(5, .note, 5), event(7, .done, 9),
      ],
      frames: [(1, 0.0), (3, 2.25), (6, 7), (8, 9.5)].map { Sequenced(sequence: $0.0, value: $0.1) },
      outcome: nil)
  }

  @Test func jumpsLeadFromEventToEventAndToTheEnds() {
    var engine = ReplayEngine(timeline: timeline(), isPlaying: false)
    var positions: [Double] = []
    for forwards in [true, true, true, true, false, false, false, false] {
      engine.apply(.seekEvent(forwards: forwards))
      positions.append(engine.position)
    }
    // At the frame that shows the effect where one follows soon; checkpoints are passed over.
    #expect(positions == [2.25, 5, 9.5, 9.5, 5, 2.25, 0, 0])
    #expect(engine.timeline.marks.map(\.kind) == [.perturbed, .note, .done])
  }

  @Test func backwardsWhilePlayingPassesTheEventJustSeen() {
    var engine = ReplayEngine(timeline: timeline(), isPlaying: true)
    engine.advance(by: 5.5)
    engine.apply(.seekEvent(forwards: false))
    #expect(engine.position == 2.25 && engine.isPlaying)
  }

  /// Every frame of a recorded run on the dashboard, forwards and then backwards.
  @Test(arguments: 0..<UInt64(4))
  func screensAreTheSameForwardsAndBackwards(seed: UInt64) throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    var run = RandomRun(seed: seed)
    var options = RunRecorder.Options()
    options.frameInterval = 0
    let recorder = try RunRecorder(path: path, description: run.description, options: options)
    for message in run.messages(120) { recorder.receive(message) }
    recorder.receive(.finished(run.outcome()))
    try recorder.close()
    let source = ReplaySource(reader: try RunReader(path: path), isPlaying: false)
    var state = DashboardState(
      description: source.description, mode: .replay, themeNames: [], themeIndex: 0, glyphs: .ascii)
    func screen(after command: Command?) -> Grid {
      if let command { source.send(command) }
      source.crank()
      _ = reduce(&state, .telemetry(source.drain()))
      return render(state, size: Size(columns: 100, rows: 30))
    }
    var forwards = [screen(after: nil)]
    let count = try #require(state.playback?.frameCount)
    // The last frame shows the outcome's message as well, which stays.
    for _ in 0..<count - 2 { forwards.append(screen(after: .step)) }
    #expect(Set(forwards).count > count / 2)
    for (index, expected) in forwards.dropLast().enumerated().reversed() {
      #expect(screen(after: .stepBack) == expected, "seed \(seed), frame \(index)")
    }
  }
}
