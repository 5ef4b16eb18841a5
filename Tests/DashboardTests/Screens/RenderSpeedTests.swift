import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// Prints what drawing costs; asserts only that something was drawn, since machines differ.
@Suite(.enabled(if: Measuring.isAsked)) struct RenderSpeedTests {
  @Test func aFrameIsDrawnInLittleTime() {
    let size = Size(columns: 120, rows: 40)
    for (name, keys) in [
      ("overview", []), ("neurons", ["2"]), ("neuron", ["2", .enter]), ("raster", ["3"]), ("wiring", ["4"]),
      ("inputs", ["5"]), ("why", ["7"]),
    ]
      as [(String, [KeyEvent])]
    {
      let run = RunFixture(neurons: 302, steps: 200, trainingSteps: 30_000)
      var state = DashboardState.fixture(run, frame: ExplanationFixture(run: run).frame)
      for key in keys { _ = reduce(&state, .key(key)) }
      var cells = 0
      let clock = ContinuousClock()
      let elapsed = clock.measure {
        for _ in 0..<100 { cells += render(state, size: size).size.columns }
      }
      #expect(cells == 12_000)
      print("render \(name) 120x40, 302 neurons, 30,000 steps: \(elapsed / 100)")
    }
  }

  @Test(arguments: [1_000, 10_000]) func aSweepIsDrawnInLittleTime(trials: Int) {
    var state = SweepFixture(trials: trials, finished: trials).dashboard()
    let clock = ContinuousClock()
    for size in [Size(columns: 120, rows: 40), Size(columns: 200, rows: 50)] {
      _ = reduce(&state, .resized(size))
      var (drawn, moved) = (Duration.zero, Duration.zero)
      for _ in 0..<50 {
        moved += clock.measure { _ = state.press(.pageDown) }
        drawn += clock.measure { #expect(render(state, size: size).size == size) }
      }
      print("render a sweep of \(trials) trials \(size): \(drawn / 50), a page down \(moved / 50)")
    }
    let snapshot = SweepFixture(trials: trials, finished: trials).snapshot
    print("take in a sweep of \(trials) trials: \(clock.measure { _ = reduce(&state, .sweep(snapshot)) })")
  }

  @Test func aFrameIsTakenInInLittleTime() {
    let run = RunFixture(neurons: 302, steps: 200, trainingSteps: 10)
    var state = DashboardState.fixture(run)
    let batch = run.batch(run.frame(perturbations: [Perturbation(kind: .noise, channel: 0, magnitude: 1)]))
    let elapsed = ContinuousClock().measure {
      for _ in 0..<100 { _ = reduce(&state, .telemetry(batch)) }
    }
    #expect(state.frame?.probe.perturbed != nil)
    print("reduce a frame of 302 neurons, 200 steps, perturbed: \(elapsed / 100)")
  }
}
