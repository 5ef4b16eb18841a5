import CLiquidKernels

/// A step of the data as `unfolds` sub-steps of equal length, which make up its elapsed time.
///
/// Kept for the way back: the states before each sub-step.
final class SubSteppedRunner<Method: SubStepMethod>: StepRunner {
  private let method: Method
  private let layout: StepRows
  private let unfolds: Int

  /// States between the sub-steps, `[slots, unfolds - 1, neurons]`.
  private let between = LaneBuffer()
  /// The length of a sub-step, `[16]`.
  private let length = LaneBuffer()
  /// With respect to the current states, `[neurons]`.
  private let stateGradient = LaneBuffer()

  var stateRows: Int { layout.states }

  init(_ method: Method, wiring: Wiring, unfolds: Int) {
    self.method = method
    self.unfolds = unfolds
    layout = StepRows(inputs: wiring.inputs, states: wiring.neurons)
    length.reserve(LaneShard.lanes)
    stateGradient.reserve(wiring.neurons * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) { method.field.load(parameters) }

  func reserve(slots: Int) {
    between.reserve(slots * (unfolds - 1) * layout.states * LaneShard.lanes)
    method.field.reserve(slots: slots, stages: method.stages, evaluations: unfolds * method.stages)
  }

  func advance(_ place: StepPlace, rows: UnsafeMutablePointer<Float>) {
    measure(place)
    method.field.begin(inputs: rows)
    for unfold in 0..<unfolds {
      method.advance(
        length: length.row(0), from: state(before: unfold, place.slot, rows),
        to: state(before: unfold + 1, place.slot, rows))
    }
  }

  func clearSums() { method.field.clearSums() }

  func goBack(
    _ place: StepPlace, rows: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    measure(place)
    method.field.beginBackward(slot: place.slot, inputs: rows)
    let count = layout.states * LaneShard.lanes
    stateGradient.row(0).update(from: gradient + layout.after * LaneShard.lanes, count: count)
    for unfold in (0..<unfolds).reversed() {
      method.goBack(
        length: length.row(0), from: state(before: unfold, place.slot, rows),
        to: state(before: unfold + 1, place.slot, rows), gradient: stateGradient.row(0))
    }
    liquid_add(Int32(layout.states), stateGradient.row(0), gradient + layout.before * LaneShard.lanes)
    method.field.endBackward(slot: place.slot, inputs: rows, inputGradient: gradient)
  }

  func collect(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float]) {
    method.field.collect(slots: slots, rows: rows, stride: stride, into: &gradient)
  }

  func hold(_ interventions: [NetworkIntervention]) { method.field.hold(interventions) }

  func readTimeConstants(_ place: StepPlace, rows: UnsafePointer<Float>, into timeConstants: LaneBuffer) {
    method.field.readTimeConstants(rows: rows, into: timeConstants)
  }

  func readSynapses(_ place: StepPlace, rows: UnsafePointer<Float>, lane: Int) -> SynapseReadings {
    method.field.readSynapses(rows: rows, lane: lane)
  }

  private func measure(_ place: StepPlace) {
    for lane in 0..<LaneShard.lanes { length.base[lane] = place.elapsed[lane] / Float(unfolds) }
  }

  /// The states before a sub-step of a slot, `unfolds` standing for those after the last.
  private func state(
    before unfold: Int, _ slot: Int, _ rows: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    switch unfold {
    case 0: rows + layout.before * LaneShard.lanes
    case unfolds: rows + layout.after * LaneShard.lanes
    default: between.row((slot * (unfolds - 1) + unfold - 1) * layout.states)
    }
  }
}

extension Solver {
  /// The longest row of sub-steps that a step may be cut into.
  static let mostUnfolds = 1000

  /// Throws where a number of sub-steps is not allowed.
  static func validate(unfolds: Int) throws(ArchitectureError) {
    guard (1...mostUnfolds).contains(unfolds) else {
      throw .invalidOption(name: "unfolds", value: "\(unfolds)", allowed: "between 1 and \(mostUnfolds)")
    }
  }
}
