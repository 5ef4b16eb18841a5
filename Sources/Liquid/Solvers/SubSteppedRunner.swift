import CLiquidKernels

/// A step of the data as `unfolds` sub-steps of equal length, which make up its elapsed time.
final class SubSteppedRunner<Method: SubStepMethod>: StepRunner {
  private let method: Method
  private let layout: StepRows
  private let states: SubStepStates
  /// The length of a sub-step, `[16]`.
  private let length = LaneBuffer()
  /// With respect to the current states, `[neurons]`.
  private let stateGradient = LaneBuffer()

  var stateRows: Int { layout.states }

  init(_ method: Method, wiring: Wiring, unfolds: Int) {
    self.method = method
    layout = StepRows(inputs: wiring.inputs, states: wiring.neurons)
    states = SubStepStates(layout: layout, unfolds: unfolds)
    length.reserve(LaneShard.lanes)
    stateGradient.reserve(wiring.neurons * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) { method.field.load(parameters) }

  func reserve(slots: Int) {
    states.reserve(slots: slots)
    method.reserve(subSteps: slots * states.unfolds)
    method.field.reserve(slots: slots, stages: method.stages, evaluations: states.unfolds * method.stages)
  }

  func advance(_ place: StepPlace, rows: UnsafeMutablePointer<Float>) {
    states.measure(place, into: length.row(0))
    method.field.begin(inputs: rows)
    for unfold in 0..<states.unfolds {
      method.advance(
        place.slot * states.unfolds + unfold, length: length.row(0),
        from: states.row(before: unfold, place.slot, rows),
        to: states.row(before: unfold + 1, place.slot, rows))
    }
  }

  func zeroGradients() { method.field.zeroGradients() }

  func backward(
    _ place: StepPlace, rows: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    states.measure(place, into: length.row(0))
    if method.reevaluatesField { method.field.begin(inputs: rows) }
    method.field.beginBackward(slot: place.slot)
    let count = layout.states * LaneShard.lanes
    stateGradient.row(0).update(from: gradient + layout.after * LaneShard.lanes, count: count)
    for unfold in (0..<states.unfolds).reversed() {
      method.backward(
        place.slot * states.unfolds + unfold, length: length.row(0),
        from: states.row(before: unfold, place.slot, rows),
        to: states.row(before: unfold + 1, place.slot, rows), gradient: stateGradient.row(0))
    }
    liquid_add(Int32(layout.states), stateGradient.row(0), gradient + layout.before * LaneShard.lanes)
    method.field.endBackward(slot: place.slot, inputs: rows, inputGradient: gradient)
  }

  func accumulateGradients(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float])
  {
    method.field.accumulateGradients(slots: slots, rows: rows, stride: stride, into: &gradient)
  }

  func hold(_ held: HeldNeurons) { method.field.hold(held) }

  func readTimeConstants(_ place: StepPlace, rows: UnsafePointer<Float>, into timeConstants: LaneBuffer) {
    method.field.readTimeConstants(rows: rows, into: timeConstants)
  }

  func readSynapses(_ place: StepPlace, rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    method.field.readSynapses(rows: rows, lane: lane)
  }
}

/// Where the states before and after the sub-steps of a step lie: the first and the last in the step's rows, those
/// between in memory of their own, kept for the way back.
final class SubStepStates {
  let unfolds: Int
  private let layout: StepRows
  /// `[slots, unfolds - 1, neurons]`
  private let between = LaneBuffer()

  init(layout: StepRows, unfolds: Int) {
    self.layout = layout
    self.unfolds = unfolds
  }

  func reserve(slots: Int) {
    between.reserve(slots * (unfolds - 1) * layout.states * LaneShard.lanes)
  }

  /// The states before a sub-step of a slot, `unfolds` standing for those after the last.
  func row(
    before unfold: Int, _ slot: Int, _ rows: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    switch unfold {
    case 0: rows + layout.before * LaneShard.lanes
    case unfolds: rows + layout.after * LaneShard.lanes
    default: between.row((slot * (unfolds - 1) + unfold - 1) * layout.states)
    }
  }

  /// Writes the length of each of the step's sub-steps, `[16]`.
  func measure(_ place: StepPlace, into length: UnsafeMutablePointer<Float>) {
    for lane in 0..<LaneShard.lanes { length[lane] = place.elapsed[lane] / Float(unfolds) }
  }
}
