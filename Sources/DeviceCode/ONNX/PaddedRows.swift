/// Lists of different lengths as rectangles, for runtimes that know nothing else: lists of about the same length are
/// filled up to the longest of them.
struct PaddedRows: Hashable {
  struct Block: Hashable {
    /// The lists, by their places.
    let rows: [Int]
    /// Elements of each; at least 1.
    let width: Int
    fileprivate let lengths: [Int]

    var shape: [Int] { [rows.count, width] }

    /// An element for each place of the rectangle, row-major.
    ///
    /// - Parameter element: of a list and a place in it; nil: as beyond the list's end.
    func table<Element>(_ filling: Element, _ element: (_ row: Int, _ place: Int) -> Element?) -> [Element] {
      zip(rows, lengths).flatMap { row, length in
        (0..<width).map { $0 < length ? element(row, $0) ?? filling : filling }
      }
    }
  }

  let blocks: [Block]
  /// The place of each list in the blocks, one after the other.
  let places: [Int]

  /// One rectangle may have so many elements, or twice as many as there are, before it is cut into several.
  private static let small = 4_096

  init(lengths: [Int]) {
    func block(_ rows: [Int]) -> Block {
      let own = rows.map { lengths[$0] }
      return Block(rows: rows, width: own.reduce(1, max), lengths: own)
    }
    let whole = block(Array(lengths.indices))
    guard whole.rows.count * whole.width > max(Self.small, 2 * lengths.reduce(0, +)) else {
      blocks = [whole]
      places = whole.rows
      return
    }
    // From one power of two to the next no list becomes more than twice as long.
    let classes = Dictionary(grouping: lengths.indices) { row in
      Int.bitWidth - max(0, lengths[row] - 1).leadingZeroBitCount
    }
    blocks = classes.sorted { $0.key < $1.key }.map { block($0.value) }
    var places = [Int](repeating: 0, count: lengths.count)
    for (place, row) in blocks.flatMap(\.rows).enumerated() { places[row] = place }
    self.places = places
  }
}
