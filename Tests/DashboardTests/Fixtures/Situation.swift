import Dashboard
import Foundation
import Screen
import Telemetry
import Testing

/// A named state of the dashboard of which every size has to make something.
struct Situation: Sendable, CustomTestStringConvertible {
  let name: String
  /// In the view where the situation matters most.
  let state: DashboardState
  /// Further views, as the keys that lead there, by the name they add.
  var otherViews: [(name: String, keys: [KeyEvent])] = []

  init(_ name: String, _ state: DashboardState, otherViews: [(name: String, keys: [KeyEvent])] = []) {
    self.name = name
    self.state = state
    self.otherViews = otherViews
  }

  /// A situation reached from a state by pressing keys.
  init(
    _ name: String, _ state: DashboardState, pressing keys: [KeyEvent],
    otherViews: [(name: String, keys: [KeyEvent])] = []
  ) {
    var state = state
    for key in keys { _ = reduce(&state, .key(key)) }
    self.init(name, state, otherViews: otherViews)
  }

  var testDescription: String { name }

  static let sizes = [(20, 5), (40, 12), (80, 24), (120, 40), (200, 50)].map {
    Size(columns: $0.0, rows: $0.1)
  }

  static let all = data + networks + pages + disturbed + drives + ends

  private static let everyView: [(name: String, keys: [KeyEvent])] = [
    ("overview", ["1"]), ("neurons", ["2"]), ("neuron", ["2", "j", .enter]), ("raster", ["3"]),
    ("wiring", ["4"]), ("inputs", ["5"]),
  ]
}

extension Situation {
  /// Data that is missing, or hard to draw.
  private static var data: [Situation] {
    [
      Situation("empty", .fixture(frame: nil), otherViews: Array(everyView.dropFirst())),
      Situation("one-point", onePoint), Situation("constant", constant),
      Situation("not-finite", notFinite, otherViews: everyView.filter { $0.name != "overview" }),
      Situation("negative-log", negative, pressing: ["l"]),
      Situation("all-negative-log", allNegative, pressing: ["l"]),
    ]
  }

  private static var onePoint: DashboardState {
    let run = RunFixture(trainingSteps: 1)
    return .fixture(run, frame: run.frame())
  }

  private static var constant: DashboardState {
    var frame = RunFixture(trainingSteps: 60).frame()
    let trace = frame.probe.nominal
    frame.probe.nominal.inputs = trace.inputs.map { _ in 3 }
    frame.probe.nominal.states = trace.states.map { _ in 0.25 }
    frame.probe.nominal.timeConstants = trace.timeConstants.map { _ in 1 }
    frame.probe.nominal.outputs = trace.outputs.map { _ in 0 }
    frame.probe.nominal.targets = trace.targets.map { _ in 0 }
    return .fixture(losses: Array(repeating: 0.25, count: 60), frame: frame)
  }

  /// Losses, states and inputs with holes, and a neuron and an input that are nothing else.
  private static var notFinite: DashboardState {
    var losses = falling
    for index in 30..<40 { losses[index] = .nan }
    losses[70] = .infinity
    let run = RunFixture(trainingSteps: 100)
    var frame = run.frame()
    func holed(_ values: [Float], width: Int) -> [Float] {
      values.indices.map { index in
        let (step, channel) = (index / width, index % width)
        if channel == 1 || (20..<28).contains(step) { return .nan }
        return step == 45 ? .infinity : values[index]
      }
    }
    let trace = frame.probe.nominal
    frame.probe.nominal.inputs = holed(trace.inputs, width: run.inputs.count)
    frame.probe.nominal.states = holed(trace.states, width: run.neurons)
    frame.probe.nominal.timeConstants = holed(trace.timeConstants, width: run.neurons)
    frame.probe.nominal.outputs = holed(trace.outputs, width: 1)
    return .fixture(losses: losses, frame: frame)
  }

  static var falling: [Double] {
    (0..<100).map { index -> Double in
      let step = Double(index)
      let ripple: Double = 0.1 * sin(step * 2.1)
      return 2 * exp(-step / 25) + 0.1 + ripple
    }
  }

  /// A loss such as a negative log-likelihood that ends just below zero.
  private static var negative: DashboardState {
    let losses = (0..<100).map { (step: Int) -> Double in 3 * exp(-Double(step) / 10) - 0.02 }
    return .fixture(losses: losses, frame: RunFixture(trainingSteps: 100).frame())
  }

  private static var allNegative: DashboardState {
    let losses = (0..<20).map { (step: Int) -> Double in -Double(step) - 1 }
    return .fixture(losses: losses, frame: RunFixture(trainingSteps: 20).frame())
  }
}

extension Situation {
  /// Networks of every size, and names that take room.
  private static var networks: [Situation] {
    let one = RunFixture(neurons: 1, inputs: ["x"], outputs: ["y"])
    let many = RunFixture(neurons: 302, isLayered: true)
    var manyNeurons = DashboardState.fixture(many)
    manyNeurons.press("2", "O", "O", "O", "O", "O", "O", "G")
    return [
      Situation("training", .fixture()),
      Situation("one-neuron", .fixture(one), otherViews: everyView.filter { $0.name != "overview" }),
      Situation("many-neurons", manyNeurons, otherViews: everyView.filter { $0.name != "neurons" }),
      Situation("names", .fixture(named), otherViews: Array(everyView.dropFirst()) + [("runs", ["6"])]),
    ]
  }

  /// Names of every width, some with characters that must not reach a terminal.
  static var named: RunFixture {
    var run = RunFixture(
      neurons: 12,
      inputs: [
        "速度 (km/h)", "\u{1B}[31mred\u{202E}", "a channel whose name is a whole sentence, and then some more",
        "温度センサー左前輪の内側",
      ],
      outputs: ["操舵角 (ステアリング) の目標値"], isLayered: true)
    run.taskName = "車線維持 lane keeping on a winding road at night"
    run.neuronNames = [
      "モーター", "指令ニューロン一番", "command neuron with a long name", "é́́ combining", "内", "n5",
    ]
    return run
  }

  /// What lies over a view.
  private static var pages: [Situation] {
    let run = RunFixture()
    return [
      Situation("paused", .fixture(run, frame: run.frame(state: .paused))),
      Situation("help", .fixture(), pressing: ["?"]),
      Situation("help-searched", .fixture(), pressing: ["?", "/", "p", "e", "r", "t"]),
      Situation("filter-typed", .fixture(), pressing: ["2", "/", "m", "m", "a"]),
      Situation("filter-applied", .fixture(), pressing: ["2", "/", "m", "m", "a", .enter]),
    ]
  }
}

extension Situation {
  /// What a person did to the inputs and inside the network.
  private static var disturbed: [Situation] {
    let frame = RunFixture().frame(
      perturbations: [Perturbation(kind: .noise, channel: 1, magnitude: 0.5)],
      interventions: [Intervention.silence(neuron: 4), Intervention.clamp(neuron: 6, value: 0.25)])
    let state = DashboardState.fixture(frame: frame)
    return [
      Situation("perturbed", state, pressing: ["]"]),
      Situation("perturbed-inputs", state, pressing: ["5", "]"]),
      Situation("perturbed-neurons", state, pressing: ["2", "G"]),
    ]
  }

  /// How a run ends, and how a replay begins and ends.
  private static var ends: [Situation] {
    [
      Situation("diverged", diverged), Situation("tested", .tested()),
      Situation("replay-start", replay(frame: 0, position: 0, steps: 1, isPlaying: true)),
      Situation("replay-end", replay(frame: 247, position: 248, steps: 1_240, isPlaying: false)),
    ]
  }

  private static var diverged: DashboardState {
    let run = RunFixture()
    var state = DashboardState.fixture(run, frame: run.frame(state: .diverged))
    var batch = TelemetryBatch()
    batch.scalars = [
      StepScalars(
        step: 1_241, epoch: 12, elapsed: 63, loss: .nan, learningRate: 0.01, gradientNorm: .infinity)
    ]
    batch.outcome = Outcome(
      state: .diverged, steps: 1_241, elapsed: 63, validation: nil, test: nil,
      explanation: "the loss is not a number since step 1,241; try a smaller learning rate")
    _ = reduce(&state, .telemetry(batch))
    return state
  }

  private static func replay(frame: Int, position: Double, steps: Int, isPlaying: Bool) -> DashboardState {
    let run = RunFixture(trainingSteps: steps)
    var state = DashboardState.fixture(run, mode: .replay, frame: run.frame())
    var batch = TelemetryBatch()
    batch.playback = Playback(
      frameIndex: frame, frameCount: 248, position: position, duration: 248, speed: 1, isPlaying: isPlaying)
    _ = reduce(&state, .telemetry(batch))
    return state
  }
}

extension Situation {
  /// A car that the network drives: well, badly with a neuron silenced, and as no car ever drove.
  static var drives: [Situation] {
    var well = RunFixture().frame()
    well.drive = DriveFixture().drive
    var badly = RunFixture().frame(interventions: [Intervention.silence(neuron: 4)])
    badly.drive = DriveFixture(leavesAt: 90).drive
    var broken = RunFixture().frame()
    broken.drive = DriveFixture(isBroken: true).drive
    let zoomed: [(name: String, keys: [KeyEvent])] = [("zoomed", ["f", "f", "z"])]
    return [
      Situation("drive", .fixture(frame: well), pressing: ["5"], otherViews: zoomed),
      Situation("drive-perturbed", .fixture(frame: badly), pressing: ["5", "("], otherViews: zoomed),
      Situation("drive-broken", .fixture(frame: broken), pressing: ["5"]),
    ]
  }
}
