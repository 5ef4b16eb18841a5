import Dashboard
import Liquid
import Screen
import Telemetry
import TestSupport
import Testing

@Suite struct KeyStormTests {
  static let keys: [KeyEvent] =
    KeyTable.bindings.flatMap(\.keys)
    + [.backspace, .delete, .insert, .function(5), "x", "速", "\u{1B}", .control("u"), .escape, .enter, "/"]

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64], [SourceMode.live, .replay, .sweep])
  func aStormOfRandomKeysLeavesAValidState(seed: UInt64, mode: SourceMode) {
    var random = SeededGenerator(seed: seed)
    let run = RunFixture(neurons: seed == 3 ? 0 : 40, inputs: seed == 4 ? [] : ["a", "b", "c"])
    var state = DashboardState.fixture(
      run, mode: mode, frame: seed == 3 ? nil : ExplanationFixture(run: run).frame)
    state.hasSweep = seed % 2 == 0 || mode == .sweep
    _ = reduce(&state, .sweep(SweepFixture().snapshot))
    var now = 100.0
    for count in 0..<Thoroughness.cases(1_000) {
      for _ in 0..<4 {
        _ = reduce(&state, .key(Self.keys[Int.random(in: 0..<Self.keys.count, using: &random)]))
      }
      now += 0.3
      _ = reduce(&state, .tick(now: now))
      expectValid(state, seed)
      guard count % 25 == 0 else { continue }
      shake(&state, run, &random)
      let grid = render(state, size: state.size)
      #expect(grid.size == state.size)
      if count % 250 == 0 { #expect(grid.faults.isEmpty, "seed \(seed)") }
    }
  }

  private func expectValid(_ state: DashboardState, _ seed: UInt64) {
    let neurons = state.description.model.neurons.count
    let channels = state.description.task.inputNames.count
    #expect(state.selectedNeuron >= 0 && state.selectedNeuron < max(1, neurons), "seed \(seed)")
    #expect(state.selectedChannel >= 0 && state.selectedChannel < max(1, channels), "seed \(seed)")
    #expect((0..<max(1, neurons)).contains(state.neuronList.scroll.first), "seed \(seed)")
    if let step = state.cursorStep {
      #expect(step >= 0 && step < state.frame?.probe.nominal.stepCount ?? 0, "seed \(seed)")
    }
    #expect(state.themeNames.indices.contains(state.themeIndex), "seed \(seed)")
    if let synapse = state.selectedSynapse {
      #expect(state.description.model.synapses.indices.contains(synapse), "seed \(seed)")
    }
    #expect((0..<max(1, neurons)).contains(state.why.sourceNeuron), "seed \(seed)")
    if !state.neuronList.order.isEmpty, !state.neuronList.filter.isEmpty {
      #expect(
        state.neuronList.order.contains(state.selectedNeuron) || ![.neurons, .raster].contains(state.view),
        "seed \(seed)")
    }
  }

  /// A new size, a new frame, a replay that was moved.
  private func shake(_ state: inout DashboardState, _ run: RunFixture, _ random: inout SeededGenerator) {
    let size = Size(
      columns: Int.random(in: 1...130, using: &random), rows: Int.random(in: 1...45, using: &random))
    _ = reduce(&state, .resized(size))
    let kinds: [MouseEvent.Kind] = [.press, .drag, .release, .wheelUp, .wheelDown]
    for _ in 0..<8 {
      let kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
      let x = Int.random(in: -2...size.columns + 2, using: &random)
      let y = Int.random(in: -2...size.rows + 2, using: &random)
      _ = reduce(&state, .mouse(MouseEvent(kind, x: x, y: y)))
    }
    var batch = TelemetryBatch()
    batch.isReset = Bool.random(using: &random)
    batch.frame = Bool.random(using: &random) ? run.frame(perturbations: state.activePerturbations) : nil
    if state.mode == .replay {
      batch.playback = Playback(
        frameIndex: 3, frameCount: 9, position: 3, duration: 9, speed: 2,
        isPlaying: Bool.random(using: &random))
    }
    _ = reduce(&state, .telemetry(batch))
  }
}
