/// Learnt vectors for the categories, or words, whose index an input channel holds.
public struct EmbeddingTable: Sendable, Hashable, Codable {
  /// The input channel.
  public var channel: Int
  /// Categories. An index outside of 0 ..< levels, or one that is not a number, has a vector of zeros.
  public var levels: Int
  /// The length of a category's vector.
  public var width: Int

  /// What is not allowed is found where the stack is built.
  public init(channel: Int, levels: Int, width: Int) {
    (self.channel, self.levels, self.width) = (channel, levels, width)
  }

  /// Few enough that no size computed from a file overflows.
  static let mostLevels = 1 << 22
  static let widest = 4096

  func validate() throws(ArchitectureError) {
    guard (0..<1 << 20).contains(channel) else {
      throw .invalidOption(name: "channel", value: "\(channel)", allowed: "an input channel")
    }
    guard (1...Self.mostLevels).contains(levels) else {
      throw .invalidOption(name: "levels", value: "\(levels)", allowed: "between 1 and \(Self.mostLevels)")
    }
    guard (1...Self.widest).contains(width) else {
      throw .invalidOption(name: "width", value: "\(width)", allowed: "between 1 and \(Self.widest)")
    }
  }

  /// The row of a channel's value; nil: none.
  func row(_ value: Float) -> Int? {
    let rounded = value.rounded()
    guard rounded >= 0, rounded < Float(levels) else { return nil }
    return Int(rounded)
  }
}
