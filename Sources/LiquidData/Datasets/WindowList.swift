/// The windows of a part, in order: cut from stretches when they are asked for, since a list of many overlapping ones would
/// take as much memory as the rows.
struct WindowList: RandomAccessCollection, Sendable {
  /// How windows follow each other.
  enum Layout: Hashable {
    /// They begin so many rows apart, and one ends with the stretch.
    case overlapping(stride: Int?)
    /// Without overlap or gaps; the last one may be shorter.
    case adjoining
  }

  /// Whole windows where `length` is nil and no rows are only targets.
  private let segments: [Segment]
  private let length: Int?
  private let horizon: Int
  private let layout: Layout
  /// The number of windows before each segment, and of all.
  private let starts: [Int]
  /// Whether windows of one stretch follow each other, so that only neighbours share rows.
  let isInOrder: Bool

  var startIndex: Int { 0 }
  var endIndex: Int { starts[starts.count - 1] }

  /// - Parameters:
  ///   - length: rows in a window; nil: whole segments.
  ///   - horizon: rows at a segment's end that are only targets.
  init(cutting segments: [Segment], length: Int?, horizon: Int, _ layout: Layout) {
    self.init(segments, length: length, horizon: horizon, layout, isInOrder: true)
  }

  /// Windows in any order.
  init(_ windows: [Segment]) {
    let usable = windows.filter { !$0.positions.isEmpty }
    self.init(usable, length: nil, horizon: 0, .adjoining, isInOrder: false)
  }

  private init(
    _ segments: [Segment], length: Int?, horizon: Int, _ layout: Layout, isInOrder: Bool
  ) {
    self.segments = segments
    self.length = length
    self.horizon = horizon
    self.layout = layout
    self.isInOrder = isInOrder
    var starts = [0]
    starts.reserveCapacity(segments.count + 1)
    for segment in segments {
      let count = Self.count(segment.usable(horizon: horizon).count, length, layout)
      starts.append(starts[starts.count - 1] + count)
    }
    self.starts = starts
  }

  private static func count(_ rows: Int, _ length: Int?, _ layout: Layout) -> Int {
    guard rows > 0 else { return 0 }
    guard let length, length < rows else { return 1 }
    switch layout {
    case .overlapping(let stride):
      let (last, step) = (rows - length, step(stride, length))
      return last / step + 1 + (last % step == 0 ? 0 : 1)
    case .adjoining: return (rows + length - 1) / length
    }
  }

  private static func step(_ stride: Int?, _ length: Int) -> Int { stride ?? Swift.max(1, length / 8) }

  subscript(index: Int) -> Segment {
    precondition(indices.contains(index), "window \(index) of \(count)")
    let place = segment(of: index)
    let segment = segments[place]
    let range = segment.usable(horizon: horizon)
    guard let length, length < range.count else {
      return Segment(positions: range, sequence: segment.sequence)
    }
    let number = index - starts[place]
    let positions: Range<Int>
    switch layout {
    case .overlapping(let stride):
      let start = Swift.min(
        range.lowerBound + number * Self.step(stride, length), range.upperBound - length)
      positions = start..<start + length
    case .adjoining:
      let start = range.lowerBound + number * length
      positions = start..<Swift.min(start + length, range.upperBound)
    }
    return Segment(positions: positions, sequence: segment.sequence)
  }

  /// The segment that a window is in: the last one that begins no later.
  private func segment(of index: Int) -> Int {
    // Most lists have a window a segment, or one segment.
    if starts.count == endIndex + 1, starts[index] == index, starts[index + 1] > index { return index }
    var (low, high) = (0, segments.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= index { low = middle } else { high = middle }
    }
    return low
  }
}
