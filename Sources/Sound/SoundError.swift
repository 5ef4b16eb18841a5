import Text

/// Why a recording cannot be used: what is wrong with it, without its name, which the caller knows.
package struct SoundError: Error, Sendable, Hashable, CustomStringConvertible {
  /// In one line, safe to show.
  package let description: String

  package init(_ description: String) {
    self.description = description.sanitized
  }
}
