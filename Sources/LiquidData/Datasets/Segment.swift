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

  /// Windows that begin `stride` apart and one that ends with the segment; the whole segment if it is shorter.
  func overlappingWindows(length: Int?, stride: Int?, horizon: Int) -> [Segment] {
    let range = usable(horizon: horizon)
    guard !range.isEmpty else { return [] }
    guard let length, length < range.count else { return [Segment(positions: range, sequence: sequence)] }
    let step = stride ?? max(1, length / 8)
    let last = range.upperBound - length
    var starts = Array(Swift.stride(from: range.lowerBound, through: last, by: step))
    if starts.last != last { starts.append(last) }
    return starts.map { Segment(positions: $0..<$0 + length, sequence: sequence) }
  }

  /// Windows without overlap or gaps; the last one may be shorter.
  func adjoiningWindows(length: Int?, horizon: Int) -> [Segment] {
    let range = usable(horizon: horizon)
    guard !range.isEmpty else { return [] }
    let length = min(length ?? range.count, range.count)
    return Swift.stride(from: range.lowerBound, to: range.upperBound, by: length).map {
      Segment(positions: $0..<min($0 + length, range.upperBound), sequence: sequence)
    }
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
  func windows(of plan: PartPlan, split: Split, shuffle: UInt64?) -> [Dataset.Part: [Segment]] {
    let training = overlapping(plan.train)
    var windows = [
      Dataset.Part.train: training, .validation: adjoining(plan.validation), .test: adjoining(plan.test),
    ]
    guard plan.isByWindows else { return windows }
    var shuffled = training
    var generator = SeededGenerator(seed: shuffle ?? 1)
    shuffled.shuffle(using: &generator)
    // The windows of files for validation or test alone are not counted in the shares.
    let sizes = split.allocate(shuffled.count, minimum: 1)
    windows[.train] = Array(shuffled[..<sizes.train])
    windows[.validation, default: []] += shuffled[sizes.train..<sizes.train + sizes.validation]
    windows[.test, default: []] += shuffled[(sizes.train + sizes.validation)...]
    return windows
  }

  private func overlapping(_ segments: [Segment]) -> [Segment] {
    segments.flatMap { $0.overlappingWindows(length: window, stride: stride, horizon: horizon) }
  }

  private func adjoining(_ segments: [Segment]) -> [Segment] {
    segments.flatMap { $0.adjoiningWindows(length: window, horizon: horizon) }
  }
}
