/// A block of floats for the kernels, aligned to 64 bytes, that only ever grows.
///
/// It owns its memory until it grows or goes; the pointers that it gives (`base`, `row`) are used by the thread that runs
/// its owner, within the call that asked for them, and only behind a `reserve` for all that is touched.
/// Used as `[rows, lanes]` with `LaneShard.lanes` (16) sequences side by side in a row.
public final class LaneBuffer {
  /// Valid for `count` elements until the next call of `reserve`.
  private(set) var base: UnsafeMutablePointer<Float>
  public private(set) var count: Int

  public init(count: Int = 0) {
    self.base = Self.allocate(count)
    self.count = count
  }

  deinit { base.deallocate() }

  /// Makes room for at least `count` elements. What was there is lost when it grows, and new room is zero.
  public func reserve(_ count: Int) {
    guard count > self.count else { return }
    base.deallocate()
    base = Self.allocate(count)
    self.count = count
  }

  public subscript(index: Int) -> Float {
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
  func row(_ index: Int) -> UnsafeMutablePointer<Float> {
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
