import Text

/// Why a recording cannot be used: what is wrong with it, without its name, which the caller knows.
package struct SoundError: Error, Sendable, Hashable, CustomStringConvertible {
  /// In one line, safe to show.
  package let description: String
  /// Whether it is a recording like any other, but longer than may be held in memory.
  package let isTooLong: Bool

  package init(_ description: String) {
    self.description = description.sanitized
    isTooLong = false
  }

  /// A recording of more samples a channel than `limit`.
  init(longerThan limit: Int, rate: Int) {
    let seconds = limit / rate
    let length = seconds < 120 ? counted(seconds, "second") : counted(seconds / 60, "minute")
    description = "it is longer than \(length) at \(rate) Hz"
    isTooLong = true
  }
}
