import Dashboard
import Liquid
import Screen
import Telemetry
import TestSupport

/// A sweep of three options, of which the second alone says how good a trial is.
struct SweepFixture {
  var trials = 40
  var seeds = 2
  /// Trials of which all runs have ended; one more is under way.
  var finished = 30
  var prefersLarger = true
  var hasImportance = true

  static let axes = [
    SweepAxis(name: "model", low: "ltc", high: "lstm"),
    SweepAxis(name: "learning-rate", low: "0.001", high: "0.1"),
    SweepAxis(name: "units", low: "4", high: "64"),
  ]

  var snapshot: SweepSnapshot {
    var random = SeededGenerator(seed: 3)
    var all = (0..<trials).map { trial($0, &random) }
    let order = all.indices.filter { all[$0].figure != nil }.sorted { a, b in
      let (left, right) = (all[a].figure ?? 0, all[b].figure ?? 0)
      return left == right ? a < b : prefersLarger ? left > right : left < right
    }
    for (place, index) in order.enumerated() { all[index].rank = place + 1 }
    return SweepSnapshot(
      name: "search", folder: "runs/search", goalName: prefersLarger ? "accuracy" : "mae",
      prefersLarger: prefersLarger, otherName: "loss", axes: Self.axes, trials: all, runs: trials * seeds,
      ended: min(trials, finished) * seeds, running: finished < trials ? 1 : 0,
      importance: hasImportance ? [0.1, 0.7, 0.05] : nil)
  }

  private func trial(_ index: Int, _ random: inout SeededGenerator) -> SweepTrial {
    let places = (0..<3).map { _ in random.uniform() }
    let models = ["ltc", "cfc", "lstm"]
    let figure = 0.9 - (places[1] - 0.4) * (places[1] - 0.4)
    let isDone = index < finished
    let state: SweepTrial.State =
      isDone ? (index % 11 == 7 ? .failed : .done) : index == finished ? .running : .waiting
    let runs = (0..<seeds).map { seed in
      SweepTrial.Run(
        path: "/runs/search/\(index)-\(seed)", seed: UInt64(seed + 1),
        isRunning: index == finished && seed == 0,
        figure: isDone && state == .done ? figure + Double(seed) * 0.01 : nil)
    }
    var trial = SweepTrial(
      number: index + 1,
      words: [
        models[Int(saturating: places[0] * 3)], "0.0\(Int(saturating: places[1] * 99))",
        index % 5 == 4 ? nil : "\(4 + Int(saturating: places[2] * 60))",
      ],
      places: [places[0], places[1], index % 5 == 4 ? nil : places[2]], state: state, runs: runs,
      ended: isDone ? seeds : 0)
    guard state == .done else {
      trial.reason = state == .failed ? "units must be larger than 4" : nil
      return trial
    }
    (trial.figure, trial.deviation, trial.other) = (figure, 0.007, 1 - figure)
    (trial.parameters, trial.seconds) = (100 + index * 37 % 900, 2 + Double(index % 7))
    return trial
  }

  /// A dashboard of the sweep, without a run.
  func dashboard(glyphs: GlyphSet = .braille) -> DashboardState {
    var state = DashboardState.fixture(
      RunFixture(neurons: 0, inputs: [], outputs: [], steps: 0, trainingSteps: 0), mode: .sweep, frame: nil,
      glyphs: glyphs)
    _ = reduce(&state, .sweep(snapshot))
    return state
  }
}
