/// Rows, or places of rows, in an order: as numbers in a list, or nothing but their count where each is in its own place.
struct RowList: RandomAccessCollection, Sendable {
  /// Nil: 0 ..< `endIndex`.
  private let listed: [Int]?
  let endIndex: Int
  var startIndex: Int { 0 }

  /// 0 ..< `count`.
  init(count: Int) {
    listed = nil
    endIndex = count
  }

  init(_ rows: [Int]) {
    listed = rows
    endIndex = rows.count
  }

  @inline(__always)
  subscript(place: Int) -> Int {
    if let listed { return listed[place] }
    precondition(place >= 0 && place < endIndex, "place \(place) of \(endIndex)")
    return place
  }

  /// Whether each of so many rows is in its own place.
  func keepsAll(of count: Int) -> Bool { listed == nil && endIndex == count }
}
