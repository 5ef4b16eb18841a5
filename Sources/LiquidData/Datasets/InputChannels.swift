/// The channels of an input that is a number or a date, row after row of one sequence: its normalised value, and whether
/// there is one.
struct NumberChannels: Sendable, Hashable, Codable {
  private let normalization: Normalization
  private let hasMask: Bool
  private let fillsForward: Bool
  /// What a missing value is filled with.
  private var last: Float = 0

  init(_ input: DataSchema.Input, missing: TaskDefinition.Missing) {
    normalization = input.normalization
    hasMask = input.hasMask
    fillsForward = missing.fillsForward
  }

  /// Writes a row's channels, which are 0 before, from `index` on; `value` is NaN where it is missing.
  @inline(__always)
  mutating func write(_ value: Double, to channels: inout [Float], at index: Int) {
    if !value.isNaN {
      last = normalization.normalize(value)
      channels[index] = last
      if hasMask { channels[index + 1] = 1 }
    } else if fillsForward {
      channels[index] = last
    }
  }
}

/// The channels of an input that is a category, row after row of one sequence: 1 in that of its level, or one channel
/// with the index of its level.
struct CategoryChannels: Sendable, Hashable, Codable {
  enum Value: Hashable {
    case level(Int)
    /// Training did not see it.
    case unseen
    case missing
  }

  /// What an indexed channel holds where there is no level.
  static let noLevel: Float = -1

  private let forgets: Bool
  /// Nil: false, as in states of versions without it.
  private let indexed: Bool?
  /// What a missing value is filled with.
  private var last: Int?

  init(_ input: DataSchema.Input, missing: TaskDefinition.Missing) {
    forgets = missing == .mask
    indexed = input.isIndexed ? true : nil
  }

  /// Writes a row's channels, which are 0 before, from `index` on.
  @inline(__always)
  mutating func write(_ value: Value, to channels: inout [Float], at index: Int) {
    switch value {
    case .level(let level): last = level
    case .unseen: last = nil
    case .missing: if forgets { last = nil }
    }
    if indexed == true {
      channels[index] = last.map { Float($0) } ?? Self.noLevel
    } else if let last {
      channels[index + last] = 1
    }
  }
}
