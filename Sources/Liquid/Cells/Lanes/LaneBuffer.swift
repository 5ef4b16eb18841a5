/// A block of floats for the kernels, aligned to 64 bytes, that only ever grows.
///
/// It owns its memory until it grows or is freed; the pointers that it gives (`base`, `row`) are used by the thread that
/// runs its owner, within the call that asked for them, and only after a `reserve` for all that is touched. Used as
/// `[rows, lanes]` with `LaneShard.lanes` (16) sequences side by side in a row.
package final class LaneBuffer {
  /// Valid for `count` elements until the next call of `reserve`.
  private(set) var base: UnsafeMutablePointer<Float>
  package private(set) var count: Int

  package init(count: Int = 0) {
    self.base = Self.allocate(count)
    self.count = count
  }

  deinit { base.deallocate() }

  /// Makes room for at least `count` elements. What was there is lost when it grows, and new room is zero.
  package func reserve(_ count: Int) {
    guard count > self.count else { return }
    base.deallocate()
    base = Self.allocate(count)
    self.count = count
  }

  package subscript(index: Int) -> Float {
    get {
      precondition((0..<count).contains(index), "element \(index) of \(count)")
      return base[index]
    }
    set {
      precondition((0..<count).contains(index), "element \(index) of \(count)")
      base[index] = newValue
    }
  }

  /// Sets the first elements to zero.
  func clear(_ count: Int) {
    precondition(count <= self.count, "\(count) of \(self.count) elements")
    base.update(repeating: 0, count: count)
  }

  /// A row of lanes, `[16]`.
  package func row(_ index: Int) -> UnsafeMutablePointer<Float> {
    base + index * LaneShard.lanes
  }

  // The kernels require alignment, which a Swift array does not promise.
  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    let raw = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64)
    let base = raw.bindMemory(to: Float.self, capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
    return base
  }
}

extension LaneBuffer {
  /// The sum over a row's lanes.
  func rowSum(_ row: Int) -> Float {
    let lanes = self.row(row)
    var sum: Float = 0
    for lane in 0..<LaneShard.lanes { sum += lanes[lane] }
    return sum
  }

  /// The sums of a row of which places 4 i + n belong to sum n.
  func fourSums(_ row: Int) -> SIMD4<Float> {
    let parts = self.row(row)
    var sums = SIMD4<Float>.zero
    for part in 0..<4 {
      let first = parts + 4 * part
      sums += SIMD4(first[0], first[1], first[2], first[3])
    }
    return sums
  }

  /// Adds the sums over the lanes of the first rows to a part of a vector.
  func addRowSums(to vector: inout [Float], _ range: Range<Int>) {
    for (place, index) in range.enumerated() { vector[index] += rowSum(place) }
  }
}
