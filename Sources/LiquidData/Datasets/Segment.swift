/// Consecutive positions of one sequence that belong to one part.
struct Segment: Sendable, Hashable {
  let positions: Range<Int>
  /// Index of the sequence.
  let sequence: Int

  /// The positions that can be inputs: those whose target, `horizon` later, is in the segment too.
  func usable(horizon: Int) -> Range<Int> {
    positions.lowerBound..<max(positions.lowerBound, positions.upperBound - horizon)
  }

  /// Windows that begin `stride` apart, and one that ends with the segment; the whole where it is shorter.
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

  /// Windows side by side, the last one as long as what is left: every row once.
  func adjoiningWindows(length: Int?, horizon: Int) -> [Segment] {
    let range = usable(horizon: horizon)
    guard !range.isEmpty else { return [] }
    let length = min(length ?? range.count, range.count)
    return Swift.stride(from: range.lowerBound, to: range.upperBound, by: length).map {
      Segment(positions: $0..<min($0 + length, range.upperBound), sequence: sequence)
    }
  }
}
