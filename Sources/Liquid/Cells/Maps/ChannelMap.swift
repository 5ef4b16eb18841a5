/// How channels are scaled on their way into or out of a cell, elementwise.
public enum ChannelMap: String, Sendable, Hashable, Codable, CaseIterable {
  /// weight times value plus bias
  case affine
  /// weight times value
  case linear
  case none
}
