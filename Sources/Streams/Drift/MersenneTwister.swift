/// MT19937 of Matsumoto and Nishimura (ACM Transactions on Modeling and Computer Simulation 8, 1998), seeded and drawn
/// from as Python's `random` does, so that KSWIN draws the rows that the Python package `river` draws.
package struct MersenneTwister: Codable, Sendable, Hashable {
  private static let size = 624
  private static let middle = 397

  private var state: [UInt32]
  private var position = Self.size

  /// As `random.Random(seed)`.
  package init(seed: UInt64) {
    let (low, high) = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.init(key: high == 0 ? [low] : [low, high])
  }

  /// The authors' initialisation by an array, of 2002.
  package init(key: [UInt32]) {
    state = [19_650_218]
    state.reserveCapacity(Self.size)
    for place in 1..<Self.size {
      state.append(1_812_433_253 &* Self.mixed(state[place - 1]) &+ UInt32(place))
    }
    var (place, word) = (1, 0)
    for _ in 0..<max(Self.size, key.count) {
      state[place] =
        (state[place] ^ (Self.mixed(state[place - 1]) &* 1_664_525)) &+ key[word] &+ UInt32(word)
      word = (word + 1) % key.count
      advance(&place)
    }
    for _ in 1..<Self.size {
      state[place] = (state[place] ^ (Self.mixed(state[place - 1]) &* 1_566_083_941)) &- UInt32(place)
      advance(&place)
    }
    state[0] = 0x8000_0000
  }

  private static func mixed(_ word: UInt32) -> UInt32 { word ^ (word >> 30) }

  private mutating func advance(_ place: inout Int) {
    place += 1
    guard place == Self.size else { return }
    state[0] = state[Self.size - 1]
    place = 1
  }

  /// The next 32 bits.
  package mutating func next() -> UInt32 {
    if position == Self.size { twist() }
    var word = state[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C_5680
    word ^= (word << 15) & 0xEFC6_0000
    return word ^ (word >> 18)
  }

  private mutating func twist() {
    for place in 0..<Self.size {
      let following = state[(place + 1) % Self.size]
      let word = (state[place] & 0x8000_0000) | (following & 0x7FFF_FFFF)
      let twisted = (word >> 1) ^ (word & 1 == 0 ? 0 : 0x9908_B0DF)
      state[place] = state[(place + Self.middle) % Self.size] ^ twisted
    }
    position = 0
  }

  /// A whole number from 0 to `bound` - 1, as Python's `randrange`: as many bits as the bound has, until they suit.
  package mutating func integer(below bound: Int) -> Int {
    let bits = Int.bitWidth - bound.leadingZeroBitCount
    while true {
      let number = Int(next() >> UInt32(32 - bits))
      if number < bound { return number }
    }
  }

  /// So many different numbers from 0 to `bound` - 1, in the order in which Python's `random.sample(range(bound), count)`
  /// gives them: from a pool where that takes less memory than a set of what was drawn, else drawn again while known.
  ///
  /// - Precondition: 0 ≤ `count` ≤ `bound` < 2^32.
  package mutating func sample(_ count: Int, below bound: Int) -> [Int] {
    var setSize = 21
    if count > 5 {
      var power = 1
      while power < count * 3 { power *= 4 }
      setSize += power
    }
    if bound <= setSize {
      var pool = Array(0..<bound)
      return (0..<count).map { drawn in
        let place = integer(below: bound - drawn)
        defer { pool[place] = pool[bound - drawn - 1] }
        return pool[place]
      }
    }
    var known: Set<Int> = []
    return (0..<count).map { _ in
      while true {
        let number = integer(below: bound)
        if known.insert(number).inserted { return number }
      }
    }
  }
}
