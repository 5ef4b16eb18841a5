import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

@Suite struct EverySizeTests {
  /// Situations that strain a layout.
  static let situations: [DashboardState] = {
    let wild = RunFixture(
      neurons: 302,
      inputs: ["速度 (km/h)", "\u{1B}[31mred\u{202E}", "", String(repeating: "very long name ", count: 9)],
      outputs: (0..<12).map { "class \($0) 分類\u{7}" }, kind: "classification")
    let lone = RunFixture(
      neurons: 1, inputs: ["x"], outputs: ["y"], steps: 1, trainingSteps: 1, hasTimeConstants: false)
    let empty = RunFixture(neurons: 0, inputs: [], outputs: [], steps: 0, trainingSteps: 0)
    let moved = wild.frame(
      perturbations: [
        Perturbation(kind: .noise, channel: 1, magnitude: 0.5),
        Perturbation(kind: .hold, channel: 9, magnitude: 1),
      ],
      interventions: [
        Intervention.clamp(neuron: 2, value: .nan), Intervention.silence(neuron: 999), .cut(synapse: 1),
        .cut(synapse: -1), .cut(synapse: 99_999),
      ])
    return [
      .fixture(frame: nil), .fixture(), .fixture(wild, frame: moved), .fixture(lone), .fixture(empty),
      .fixture(lone, mode: .replay), .fixture(RunFixture(), frame: broken),
      .fixture(RunFixture(neurons: 32, isLayered: true)),
      .fixture(RunFixture(neurons: 16, cell: "lstm", isDense: true)),
      StreamFixture(kind: "classification").dashboard(), brokenStream, brokenTwin,
      .fixture(wild, frame: ExplanationFixture(run: wild, output: 3).frame),
      .fixture(ExplanationFixture().run, frame: ExplanationFixture(isBroken: true).frame),
      .fixture(lone, mode: .replay, frame: ExplanationFixture(run: lone, hasDetails: false).frame),
    ]
  }()

  /// A probe full of what numbers can be, with arrays of the wrong lengths.
  static var broken: Frame {
    var frame = RunFixture().frame(perturbations: [
      Perturbation(kind: .scale, channel: 0, magnitude: .infinity)
    ])
    frame.probe.nominal.states = frame.probe.nominal.states.enumerated().map {
      $0 % 3 == 0 ? .nan : $0 % 5 == 0 ? .infinity : $1
    }
    frame.probe.nominal.timeConstants = frame.probe.nominal.timeConstants.map { _ in .infinity }
    frame.probe.nominal.times = frame.probe.nominal.times.map { _ in .nan }
    frame.probe.perturbed?.outputs = [.greatestFiniteMagnitude, -.greatestFiniteMagnitude]
    frame.probe.perturbed?.times = [0]
    frame.probe.synapses = SynapseReadings(weights: [.nan], currents: [])
    frame.learningRate = .nan
    frame.sequencesPerSecond = .infinity
    frame.remaining = .infinity
    frame.elapsed = -1
    return frame
  }

  /// A stream whose every number and word is one that should not be.
  static var brokenStream: DashboardState {
    var fixture = StreamFixture()
    fixture.rows = .max
    fixture.isJudged = false
    var frame = fixture.frame()
    frame.stream?.rowsPerSecond = .nan
    frame.stream?.latency = .init(median: .infinity, p99: -1)
    frame.stream?.windowError = .nan
    frame.stream?.error = .infinity
    frame.stream?.naiveError = 0
    frame.stream?.naiveName = "\u{1B}[31m 速度\u{202E}"
    frame.stream?.errorName = String(repeating: "very long name ", count: 9)
    frame.stream?.figures = (0..<20).map { .init(name: "", value: $0 % 2 == 0 ? nil : .nan) }
    frame.stream?.lastAlarm = .min
    frame.stream?.condition = .interrupted("速度\u{7}\n" + String(repeating: "x", count: 99))
    frame.stream?.timeConstantRatios = [.nan, .infinity, 0, -1]
    var state = DashboardState.fixture(fixture.run, frame: nil)
    _ = reduce(&state, .telemetry(fixture.batch(frame)))
    return state
  }

  /// The same of a device, which has more outputs than the network.
  static var brokenTwin: DashboardState {
    var state = brokenStream
    guard var frame = state.frame else { return state }
    let outputs = (0..<9).map { number in
      TwinStatus.Output(
        name: "速度\u{1B}[31m", range: number % 2 == 0 ? .nan : -1, mean: .infinity, largest: .nan,
        largestRow: .min, beyond: -.infinity, windowMean: .nan, windowLargest: .infinity)
    }
    frame.stream?.twin = TwinStatus(
      device: String(repeating: "速度\u{7}", count: 40), tolerance: .nan, outputs: outputs, compared: .max,
      leftOut: .max, lostLines: .min, restarts: .max, sameClass: .nan, phase: .unsettled(since: .min))
    var batch = TelemetryBatch()
    batch.frame = frame
    _ = reduce(&state, .telemetry(batch))
    return state
  }

  static let screens: [[KeyEvent]] = [
    [], ["2"], ["2", .enter, "("], ["3", "(", "("], ["3", "v"], ["4", "("], ["5", "("], ["?"], ["/", "c"],
    ["z"], ["5", "f", "z"], ["r", "x"], ["6"],
    ["7"], ["7", "v", "j", "]"], ["7", "v", "z"], ["7", "v", "v", "v", "z"], ["4", "a", "X"],
    ["2", .enter, "a", "X"],
  ]

  /// One in ten sizes, others for each of the screens: together they are all of them.
  @Test(arguments: 0..<15) func noSizeTrapsOrGivesAnUnsoundGrid(situation: Int) {
    for (number, keys) in Self.screens.enumerated() {
      var state = Self.situations[situation]
      for key in keys { _ = reduce(&state, .key(key)) }
      for columns in stride(from: 1, through: 130, by: 3) {
        for rows in stride(from: 1, through: 45, by: 2)
        where Thoroughness.includes(columns / 3 + 3 * (rows / 2) + number, oneOf: 10) {
          check(state, Size(columns: columns, rows: rows))
        }
      }
      for size in [
        Size(columns: 250, rows: 80), Size(columns: 1, rows: 80), Size(columns: 250, rows: 1),
        Size(columns: 0, rows: 0),
      ] {
        check(state, size)
      }
    }
  }

  private func check(_ state: DashboardState, _ size: Size) {
    let grid = render(state, size: size)
    #expect(grid.size == size)
    let faults = grid.faults
    #expect(faults.isEmpty, "\(size): \(faults.prefix(3))")
  }

  @Test func asciiScreensAreSevenBit() {
    for keys in Self.screens {
      let fixture = ExplanationFixture()
      var frame = fixture.run.frame(
        perturbations: [Perturbation(kind: .noise, channel: 1, magnitude: 0.5)],
        interventions: [.silence(neuron: 4), .cut(synapse: 2)])
      frame.probe.explanation = fixture.explanation
      var state = DashboardState.fixture(fixture.run, frame: frame, glyphs: .ascii)
      for key in keys { _ = reduce(&state, .key(key)) }
      for size in [
        Size(columns: 20, rows: 5), Size(columns: 37, rows: 11), Size(columns: 80, rows: 24),
        Size(columns: 120, rows: 40),
      ] {
        let others = render(state, size: size).plainText.filter { !$0.isASCII }
        #expect(others.isEmpty, "\(size) \(keys): \(others)")
      }
    }
  }

  @Test func chartsHaveOneColumnGlyphsOnly() {
    for glyphs in GlyphSet.allCases {
      let state = DashboardState.fixture(frame: RunFixture().frame(), glyphs: glyphs)
      let grid = render(state, size: Size(columns: 120, rows: 40))
      #expect((0..<40).allSatisfy { grid.row($0).allSatisfy { !$0.isContinuation } })
    }
  }

  @Test(arguments: [(20, 5), (24, 6), (10, 3), (80, 24)]) func stateWordAndLossSurviveOnSmallScreens(
    columns: Int, rows: Int
  ) {
    let grid = render(.fixture(), size: Size(columns: columns, rows: rows))
    #expect(grid.contains("TRAINING") && grid.contains("0.0363"), "\(grid.plainText)")
  }

  @Test func drawingTheSameStateTwiceGivesTheSameScreen() {
    for state in Self.situations {
      let size = Size(columns: 120, rows: 40)
      #expect(render(state, size: size) == render(state, size: size))
    }
  }

  @Test func perturbedThingsDifferWithoutColour() {
    let frame = RunFixture().frame(perturbations: [Perturbation(kind: .noise, channel: 1, magnitude: 0.5)])
    let grid = render(.fixture(frame: frame), size: Size(columns: 120, rows: 40))
    #expect(grid.contains("▲curvature") && grid.contains("noise 0.5 sd") && grid.contains("·· perturbed"))
  }
}
