/// The order of numbered names as people count: `x2` before `x10`.
enum NaturalOrder {
  /// Whether a name comes before another: digits that follow one another are compared as one number, all else byte by
  /// byte. Names that are equal but for leading zeros are in the order of their bytes.
  static func precedes(_ first: String, _ second: String) -> Bool {
    let (a, b) = (Array(first.utf8), Array(second.utf8))
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      guard isDigit(a[i]), isDigit(b[j]) else {
        if a[i] != b[j] { return a[i] < b[j] }
        (i, j) = (i + 1, j + 1)
        continue
      }
      let (left, right) = (number(a, &i), number(b, &j))
      if left.count != right.count { return left.count < right.count }
      if !left.elementsEqual(right) { return left.lexicographicallyPrecedes(right) }
    }
    if i < a.count || j < b.count { return i == a.count }
    return a.lexicographicallyPrecedes(b)
  }

  /// The digits at a place without leading zeros; the place moves past them.
  private static func number(_ bytes: [UInt8], _ place: inout Int) -> ArraySlice<UInt8> {
    while place < bytes.count, bytes[place] == UInt8(ascii: "0") { place += 1 }
    let start = place
    while place < bytes.count, isDigit(bytes[place]) { place += 1 }
    return bytes[start..<place]
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
