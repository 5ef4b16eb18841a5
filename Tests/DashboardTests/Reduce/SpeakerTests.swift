import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// What a screen reader is told.
@Suite struct SpeakerTests {
  /// A dashboard that has said what it says at first.
  private func begun(_ mode: SourceMode = .live) -> (state: DashboardState, speaker: Speaker) {
    let state = DashboardState.fixture(mode: mode)
    var speaker = Speaker()
    _ = speaker.lines(state)
    return (state, speaker)
  }

  private func spoken(_ keys: KeyEvent...) -> [String] {
    var (state, speaker) = begun()
    var lines: [String] = []
    for key in keys {
      state.press(key)
      lines += speaker.lines(state)
    }
    return lines
  }

  @Test func theBeginningSaysWhatItIsAndHowToGoOn() {
    var speaker = Speaker()
    let lines = speaker.lines(.fixture())
    #expect(
      lines.first?.contains("19 neurons, 3 inputs") == true && lines.first?.contains("q leaves") == true)
    #expect(lines.dropFirst().first == "training")
    #expect(lines.last?.contains(#/epoch \d+, step \d+ of 5000, loss /#) == true, "\(lines)")
    #expect(speaker.lines(.fixture()).isEmpty, "nothing is said twice")
  }

  @Test func aKeySaysWhatItDid() {
    let selected = spoken("2", "j")
    #expect(selected.first == "view 2, Neurons")
    #expect(
      selected.last?.contains(#/^neuron .+, layer .+, state .+, time constant /#) == true, "\(selected)")
    #expect(spoken("]").last?.hasPrefix("input ") == true)
    #expect(
      spoken("n").count == 1 && spoken("n").last?.hasPrefix("noise 0.5 sd on ") == true, "\(spoken("n"))")
    #expect(spoken("x").last?.hasSuffix(" silenced") == true)
    #expect(spoken("l").last == "loss axis: logarithmic")
    #expect(spoken("r").last?.hasPrefix("type a note") == true)
  }

  @Test func helpIsTheKeyTable() {
    let lines = spoken("?")
    #expect(lines.contains("space: pause and resume; nothing is lost"))
    #expect(!lines.contains { $0.contains("one frame back") }, "keys of a replay")
  }

  @Test func changesOfTheRunAreSaid() {
    var (state, speaker) = begun()
    let run = RunFixture()
    _ = reduce(&state, .telemetry(run.batch(run.frame(state: .paused))))
    #expect(speaker.lines(state) == ["paused"])
    var batch = TelemetryBatch()
    batch.frame = run.frame(state: .done)
    batch.outcome = Outcome(
      state: .done, steps: 1_240, elapsed: 63, validation: Validation(loss: 0.05, metric: 0.1),
      test: Validation(loss: 0.06, metric: 0.12))
    _ = reduce(&state, .telemetry(batch))
    let end = speaker.lines(state)
    #expect(end.first == "done" && end.last?.contains("test mae 0.12") == true, "\(end)")
  }

  @Test func whatOthersChangedIsSaidToBeInForce() {
    var (state, speaker) = begun(.attached)
    let run = RunFixture()
    let noise = Perturbation(kind: .noise, channel: 0, magnitude: 0.5)
    for (perturbations, line) in [([noise], "in force: noise 0.5 sd on speed"), ([], "nothing in force")] {
      _ = reduce(&state, .telemetry(run.batch(run.frame(perturbations: perturbations))))
      #expect(speaker.lines(state).contains { $0.hasPrefix(line) }, "\(line)")
    }
  }

  /// A state that has come to an epoch and a loss at a moment.
  private func advance(_ state: inout DashboardState, epoch: Int, loss: Double, now: Double) {
    var batch = TelemetryBatch()
    batch.scalars = [
      StepScalars(
        step: (state.history.latest?.step ?? 0) + 1, epoch: epoch, elapsed: now, loss: loss,
        learningRate: 0.01,
        gradientNorm: 1)
    ]
    _ = reduce(&state, .telemetry(batch))
    _ = reduce(&state, .tick(now: now))
  }

  @Test func theLossIsSaidWithEachEpochAndWhenItChangesButNotEachFrame() {
    var (state, speaker) = begun()
    var said: [Double: [String]] = [:]
    for (epoch, loss, now) in [
      (50, 1.0, 106.0), (50, 1.0, 112), (50, 0.99, 118), (50, 0.5, 124), (51, 0.5, 126), (51, 0.5, 130),
      (51, .nan, 140),
    ] {
      advance(&state, epoch: epoch, loss: loss, now: now)
      said[now] = speaker.lines(state)
    }
    #expect(said[106]?.count == 1 && said[112] == [] && said[118] == [], "\(said)")
    #expect(said[124]?.first?.contains("loss 0.5") == true, "it changed")
    #expect(said[126] == [] && said[130]?.first?.contains("epoch 51") == true, "too soon, then an epoch")
    #expect(said[140]?.first?.contains("loss NaN") == true, "\(said)")
  }

  @Test func everyKeyIsSpokenInPlainCharacters() {
    for mode in [SourceMode.live, .replay, .attached] {
      for key in KeyTable.bindings.flatMap(\.keys) {
        var (state, speaker) = begun(mode)
        state.press(key)
        for line in speaker.lines(state) + speaker.summary(state) {
          #expect(
            line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x2500...0x28FF).contains($0.value) })
        }
      }
    }
  }

  @Test func linesAreKeysOrText() {
    var state = DashboardState.fixture()
    #expect(TypedKeys.keys(of: "jj", in: state) == ["j", "j"])
    #expect(TypedKeys.keys(of: "Esc", in: state) == [.escape])
    #expect(TypedKeys.keys(of: "shift-tab", in: state) == [.backTab])
    #expect(TypedKeys.keys(of: " ", in: state) == [" "])
    #expect(TypedKeys.keys(of: "", in: state).isEmpty)
    state.press("r")
    for key in TypedKeys.keys(of: "up", in: state) { state.press(key) }
    #expect(state.message?.text == "noted: up")
  }
}
