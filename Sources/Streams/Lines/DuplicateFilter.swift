import LiquidData

/// Leaves out messages that a broker delivered more than once.
///
/// With QoS 1 a message comes at least once: after a lost connection those that were not acknowledged come again. They can
/// be told apart only where each has a number of its own in a field. A message is a duplicate where its topic and its
/// number are those of one of the last messages.
public struct DuplicateFilter: Sendable {
  private struct Key: Hashable {
    var topic: String?
    var number: InputValue
  }

  /// Where the next is kept, in a ring.
  private var next = 0
  private var ring: [Key] = []
  private var known: Set<Key> = []
  private let capacity: Int
  /// Messages left out.
  public private(set) var removed = 0

  /// - Parameter capacity: how many messages are remembered: more than a broker has under way, and fewer than a device counts
  ///   before it starts anew with one.
  public init(capacity: Int = 4_096) {
    precondition(capacity > 0, "a filter that remembers \(capacity) messages")
    self.capacity = capacity
  }

  /// Whether a message came before; remembers it where it did not. One without a number never did.
  public mutating func isRepeated(topic: String?, number: InputValue) -> Bool {
    guard number != .missing else { return false }
    let key = Key(topic: topic, number: number)
    guard known.insert(key).inserted else {
      removed += 1
      return true
    }
    if ring.count < capacity {
      ring.append(key)
    } else {
      known.remove(ring[next])
      ring[next] = key
      next = (next + 1) % capacity
    }
    return false
  }

  mutating func isRepeated(_ row: LiveRow, field: String, columns: [String]) -> Bool {
    guard let column = columns.firstIndex(of: field) else { return false }
    return isRepeated(topic: row.topic, number: row[column])
  }
}
