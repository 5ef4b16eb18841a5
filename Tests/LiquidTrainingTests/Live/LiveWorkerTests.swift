import Dispatch
import Liquid
import Streams
import Synchronization
import Telemetry
import TestSupport
import Testing

import LiquidTraining

/// A source whose lines the test hands out.
private final class HandedSource: LiveSource {
  private struct State {
    var lines: [SourceLine] = []
    var count = 0
    var news: [SourceNews] = []
    var ending: SourceEnding?
  }

  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)
  var name: String { "a test" }
  var isRewindable: Bool { false }

  func start(at position: SourcePosition?) {}

  func hand(_ texts: [String], ending: SourceEnding? = nil, news: [SourceNews] = []) {
    state.withLock { state in
      for text in texts {
        state.count += 1
        state.lines.append(
          SourceLine(text: text, arrival: 0, position: SourcePosition(offset: state.count, line: state.count))
        )
      }
      state.news += news
      state.ending = ending ?? state.ending
    }
    arrivals.signal()
  }

  func next(limit: Int, timeout: Double) -> SourceBatch {
    if state.withLock({ $0.lines.isEmpty && $0.news.isEmpty && $0.ending == nil }) {
      _ = arrivals.wait(timeout: .now() + timeout)
    }
    return state.withLock { state in
      var batch = SourceBatch()
      batch.lines = Array(state.lines.prefix(limit))
      state.lines.removeFirst(batch.lines.count)
      (batch.news, state.news) = (state.news, [])
      if state.lines.isEmpty { batch.ending = state.ending }
      return batch
    }
  }

  func wake() { arrivals.signal() }
  func stop() {}
}

/// Keeps all messages and lets a test wait for one.
private final class Messages: FrameSink {
  private let messages = Mutex<[Message]>([])
  private let arrivals = DispatchSemaphore(value: 0)

  func receive(_ message: Message) {
    messages.withLock { $0.append(message) }
    arrivals.signal()
  }

  var all: [Message] { messages.withLock { $0 } }
  var frames: [Frame] { all.compactMap { if case .frame(let frame, _) = $0 { frame } else { nil } } }
  var events: [Event] { all.compactMap { if case .event(let event) = $0 { event } else { nil } } }

  /// Waits until a message is as wanted.
  func wait(_ isWanted: (Message) -> Bool) {
    while !all.contains(where: isWanted) { arrivals.wait() }
  }

  func wait(eventOf kind: Event.Kind) {
    wait { if case .event(let event) = $0 { event.kind == kind } else { false } }
  }
}

@Suite struct LiveWorkerTests {
  private let source = HandedSource()
  private let messages = Messages()
  private let worker: LiveWorker
  private let description: RunDescription

  init() throws {
    let task = StreamTask(targets: ["y"], window: 30)
    let opening = try StreamOpening(source: source, reader: LineReader(), arrivalCounts: false) { _ in task }
    source.hand(["a,y"] + Self.lines(0..<25))
    #expect(try opening.readHead(now: monotonicSeconds) { true })
    let layout = try #require(opening.layout)
    let inputs = layout.inputNames(task)
    let model = Model(
      cell: try LTC(wiring: try Wiring.fullyConnected(inputs: inputs.count, units: 5, outputs: 1, seed: 1)),
      seed: 1)
    let session = try LiveSession(
      task: task, layout: layout, model: model, learning: StreamLearning(rate: 0.01), detector: .adwin,
      arrivalCounts: false)
    let neurons = (0..<5).map { NeuronSummary(name: "unit \($0)", layer: "hidden") }
    let wiring = model.cell.wiring
    let synapses =
      wiring.synapses.map { SynapseSummary(isSensory: false, source: $0.source, target: $0.target) }
      + wiring.sensorySynapses.map { SynapseSummary(isSensory: true, source: $0.source, target: $0.target) }
    description = RunDescription(
      name: "live",
      task: TaskSummary(
        name: "live", kind: "regression", inputNames: inputs, outputNames: ["y"], lossName: "mae",
        metricName: "mae", timeUnit: "steps"),
      model: ModelSummary(
        cell: "ltc", wiring: "full", parameterCount: model.parameterCount, neurons: neurons,
        synapses: synapses),
      seed: 1, startedAt: .now, plannedSteps: nil, stepsPerEpoch: nil, batchSize: 1, programVersion: "0")
    worker = LiveWorker(
      plan: LivePlan(opening: opening, session: session, description: description), sinks: [messages])
    worker.start()
  }

  private static func lines(_ rows: Range<Int>) -> [String] {
    rows.map { "\(Double($0 % 7) / 7),\(Double($0 % 5) / 5)" }
  }

  private func leave() {
    worker.send(.stop)
    worker.waitUntilLeft()
  }

  @Test func rowsAreAnsweredAndReportedInFramesThatFit() throws {
    source.hand(Self.lines(25..<90), ending: .finished)
    messages.wait { if case .finished = $0 { true } else { false } }
    leave()
    let last = try #require(messages.frames.last)
    #expect(messages.frames.allSatisfy { $0.fits(description) })
    #expect(last.step == 90 && last.state == .done && last.stream?.condition == .ended)
    #expect(last.probe.nominal.stepCount == 30)
    // The newest prediction's target has not come; all others have.
    #expect(last.probe.nominal.targets.count { $0.isNaN } == 1)
    #expect(last.stream?.rows == 90 && last.stream?.judged == 89)
    guard
      case .finished(let outcome)? = messages.all.last(where: {
        if case .finished = $0 { true } else { false }
      })
    else {
      Issue.record("no outcome")
      return
    }
    #expect(outcome.steps == 90 && outcome.validation?.loss == last.stream?.error)
  }

  @Test func thePictureStandsStillWhileRowsGoOn() throws {
    worker.send(.pause)
    messages.wait(eventOf: .paused)
    let shown = messages.frames.count
    source.hand(Self.lines(25..<400), news: [.note("half")])
    source.hand([], ending: .finished)
    messages.wait { if case .finished = $0 { true } else { false } }
    leave()
    let later = messages.frames.dropFirst(shown)
    #expect(later.last?.stream?.rows == 400)
    #expect(messages.frames.dropFirst(shown).dropLast().allSatisfy { $0.state != .training })
  }

  @Test func learningIsSwitchedAndNeuronsAreHeld() throws {
    worker.send(.setLearning(false))
    messages.wait(eventOf: .learning)
    worker.send(.intervene(Intervention.silence(neuron: 2)))
    messages.wait(eventOf: .intervened)
    worker.send(.perturb(Perturbation(kind: .offset, channel: 0, magnitude: 2)))
    messages.wait(eventOf: .perturbed)
    source.hand(Self.lines(25..<60), ending: .finished)
    messages.wait { if case .finished = $0 { true } else { false } }
    leave()
    let last = try #require(messages.frames.last)
    #expect(last.stream?.isLearning == false)
    #expect(last.interventions == [Intervention.silence(neuron: 2)])
    #expect(last.perturbations.count == 1)
    #expect(last.probe.nominal.channel(2, of: \.states).suffix(20).allSatisfy { $0 == 0 })
  }

  @Test func aSourceThatGoesAwayAndComesBackIsTold() throws {
    source.hand([], news: [.interrupted("the broker is away")])
    // The frame follows the event.
    messages.wait {
      if case .frame(let frame, _) = $0 {
        frame.stream?.condition == .interrupted("the broker is away")
      } else {
        false
      }
    }
    source.hand(Self.lines(25..<30), ending: .finished, news: [.returned("the broker is back")])
    messages.wait { if case .finished = $0 { true } else { false } }
    leave()
    #expect(
      messages.events.filter { $0.kind == .source }.map(\.detail) == [
        "the broker is away", "the broker is back",
      ])
  }
}
