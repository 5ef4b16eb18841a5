import Dashboard
import Foundation
import RunStore
import Screen
import Telemetry
import TestSupport
import Testing

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
