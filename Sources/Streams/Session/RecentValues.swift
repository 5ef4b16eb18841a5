/// A queue of the newest values, of which there are at most `capacity`.
///
///     var recent = RecentValues<Int>(capacity: 2)
///     for value in 1...3 { recent.append(value) }
///     // recent[age: 0] == 3, recent[age: 1] == 2; 1 gave way to 3.
///
/// A ring: each operation takes the same time however many values there are, but for `removeAll` and what reads or saves
/// all of them. Memory grows with what is appended, up to `capacity` values, and not beyond. It is saved as the values, the
/// oldest first.
package struct RecentValues<Element> {
  /// The most values it holds, at least 1.
  package let capacity: Int
  package private(set) var count = 0
  /// Up to `capacity` slots; nil where a value was removed. They are filled one after the other, and in turn from then on.
  private var slots: [Element?] = []
  /// The slot of the oldest value.
  private var oldest = 0

  package init(capacity: Int) {
    precondition(capacity > 0, "a capacity of \(capacity)")
    self.capacity = capacity
  }

  package var isEmpty: Bool { count == 0 }

  /// Takes the newest value. Where there are `capacity` values, the oldest one gives way.
  package mutating func append(_ value: Element) {
    if count == capacity { _ = removeFirst() }
    if slots.count < capacity {
      slots.append(value)
    } else {
      slots[(oldest + count) % capacity] = value
    }
    count += 1
  }

  /// Takes the oldest value out; there must be one.
  package mutating func removeFirst() -> Element {
    guard let value = slots.indices.contains(oldest) ? slots[oldest] : nil else {
      preconditionFailure("no value to remove")
    }
    slots[oldest] = nil
    oldest = (oldest + 1) % capacity
    count -= 1
    return value
  }

  /// Takes all values out; their memory stays for later ones.
  package mutating func removeAll() {
    slots.removeAll(keepingCapacity: true)
    (count, oldest) = (0, 0)
  }

  /// The value that came so many values before the newest one, which is at 0; the oldest is at `count - 1`.
  package subscript(age age: Int) -> Element {
    guard (0..<count).contains(age), let value = slots[(oldest + count - 1 - age) % capacity] else {
      preconditionFailure("value \(age) of \(count)")
    }
    return value
  }

  /// Nil where it is empty.
  package var newest: Element? { isEmpty ? nil : self[age: 0] }

  /// The oldest first.
  package var values: [Element] { (0..<count).map { self[age: count - 1 - $0] } }
}

extension RecentValues: Sendable where Element: Sendable {}

/// Equal where the capacities and the values are.
extension RecentValues: Equatable where Element: Equatable {
  package static func == (left: Self, right: Self) -> Bool {
    left.capacity == right.capacity && left.values == right.values
  }
}

extension RecentValues: Hashable where Element: Hashable {
  package func hash(into hasher: inout Hasher) {
    hasher.combine(capacity)
    hasher.combine(values)
  }
}

extension RecentValues: Codable where Element: Codable {
  private enum CodingKeys: CodingKey {
    case capacity, values
  }

  /// - Throws: where there are more values than the capacity, or that is not at least 1.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let capacity = try container.decode(Int.self, forKey: .capacity)
    let values = try container.decode([Element].self, forKey: .values)
    guard capacity > 0, values.count <= capacity else {
      throw DecodingError.dataCorruptedError(
        forKey: .values, in: container,
        debugDescription: "\(values.count) values where there may be \(capacity)")
    }
    self.init(capacity: capacity)
    for value in values { append(value) }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(capacity, forKey: .capacity)
    try container.encode(values, forKey: .values)
  }
}
