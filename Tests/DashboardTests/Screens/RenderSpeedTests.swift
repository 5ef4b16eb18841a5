import Dashboard
import Screen
import TestSupport
import Testing

/// Prints what drawing costs; asserts only that something was drawn, since machines differ.
@Suite struct RenderSpeedTests {
  @Test func aFrameIsDrawnInLittleTime() {
    let size = Size(columns: 120, rows: 40)
    for (name, keys) in [("overview", []), ("neurons", ["2"]), ("neuron", ["2", .enter]), ("inputs", ["5"])]
      as [(String, [KeyEvent])]
    {
      var state = DashboardState.fixture(RunFixture(neurons: 302, steps: 200, trainingSteps: 30_000))
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
}
