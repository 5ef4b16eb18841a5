import Text

/// Why a source cannot be read, with what to do about it.
public struct LiveSourceError: WordedError, Hashable {
  /// One line, such as `no broker answers at localhost:1883: …`.
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
