/// Finds the value at a rank as sorting would, without a copy of the values: passes over them count how many begin with the
/// same bits, sixteen more each time.
struct RankedValues<Values: Sequence> where Values.Element == Double {
  private let values: Values
  /// The number of values.
  let count: Int

  /// - Parameter values: without NaN, and the same whenever they are gone through.
  init(_ values: Values) {
    self.values = values
    count = values.reduce(0) { count, _ in count + 1 }
  }

  /// - Precondition: 0 <= rank < `count`
  subscript(rank: Int) -> Double {
    precondition((0..<count).contains(rank), "rank \(rank) of \(count)")
    var (rank, prefix) = (rank, UInt64(0))
    for shift in stride(from: UInt64(48), through: 0, by: -16) {
      var counts = [Int](repeating: 0, count: 1 << 16)
      let known = shift == 48 ? 0 : ~UInt64(0) << (shift + 16)
      for value in values {
        let bits = Self.ordered(value)
        if bits & known == prefix { counts[Int(bits >> shift & 0xFFFF)] += 1 }
      }
      var digit = 0
      while rank >= counts[digit] {
        rank -= counts[digit]
        digit += 1
      }
      prefix |= UInt64(digit) << shift
    }
    return Double(bitPattern: prefix >> 63 == 1 ? prefix ^ 1 << 63 : ~prefix)
  }

  /// Bits that are in the order of the values.
  private static func ordered(_ value: Double) -> UInt64 {
    let bits = value.bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }
}
