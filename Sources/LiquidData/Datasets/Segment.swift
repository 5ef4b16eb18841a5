import Liquid

/// Consecutive positions of one sequence that belong to one part.
struct Segment: Sendable, Hashable {
  let positions: Range<Int>
  /// Index of the sequence.
  let sequence: Int

  /// The positions that can be inputs: those whose target, `horizon` positions later, is in the segment too.
  func usable(horizon: Int) -> Range<Int> {
    positions.lowerBound..<max(positions.lowerBound, positions.upperBound - horizon)
  }
}

/// Cuts the segments of each part into windows.
struct WindowCutter {
  /// Rows in a window; nil: whole segments.
  let window: Int?
  let stride: Int?
  /// Rows at a segment's end that are only targets.
  let horizon: Int

  /// Training windows overlap; those of the other parts do not.
  func windows(of plan: PartPlan, split: Split, shuffle: UInt64?) -> [Dataset.Part: WindowList] {
    let training = overlapping(plan.train)
    var windows = [
      Dataset.Part.train: training, .validation: adjoining(plan.validation), .test: adjoining(plan.test),
    ]
    guard plan.isByWindows else { return windows }
    var shuffled = Array(training)
    var generator = SeededGenerator(seed: shuffle ?? 1)
    shuffled.shuffle(using: &generator)
    // The windows of files for validation or test alone are not counted in the shares.
    let sizes = split.allocate(shuffled.count, minimum: 1)
    windows[.train] = WindowList(Array(shuffled[..<sizes.train]))
    windows[.validation] = WindowList(
      Array(adjoining(plan.validation)) + shuffled[sizes.train..<sizes.train + sizes.validation])
    windows[.test] = WindowList(
      Array(adjoining(plan.test)) + shuffled[(sizes.train + sizes.validation)...])
    return windows
  }

  private func overlapping(_ segments: [Segment]) -> WindowList {
    WindowList(cutting: segments, length: window, horizon: horizon, .overlapping(stride: stride))
  }

  private func adjoining(_ segments: [Segment]) -> WindowList {
    WindowList(cutting: segments, length: window, horizon: horizon, .adjoining)
  }
}
