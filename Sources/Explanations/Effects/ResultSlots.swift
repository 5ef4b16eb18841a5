/// Room for results that several threads find, each writing slots of its own.
// Unchecked, but sound: no two threads touch the same slot, and nobody reads before all have finished.
final class ResultSlots<Value>: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Value?>
  private let count: Int

  init(count: Int) {
    base = .allocate(capacity: max(1, count))
    base.initialize(repeating: nil, count: count)
    self.count = count
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  subscript(index: Int) -> Value? {
    get {
      precondition((0..<count).contains(index), "slot \(index) of \(count)")
      return base[index]
    }
    set {
      precondition((0..<count).contains(index), "slot \(index) of \(count)")
      base[index] = newValue
    }
  }

  /// What was found, in the slots' order.
  var values: [Value] { (0..<count).compactMap { base[$0] } }
}
