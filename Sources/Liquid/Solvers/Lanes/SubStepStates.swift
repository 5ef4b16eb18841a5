/// Where the states before and behind the sub-steps of a step lie: the first and the last in the step's rows, those
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
