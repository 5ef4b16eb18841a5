/// Text from files, networks and the command line is data: it may name things in a message, but it must never steer
/// the terminal that shows the message. Whatever is printed or kept for printing goes through here.
///
/// - `sanitized`: one line, every character that does more than show itself replaced.
/// - `displayed`: the same, short enough to name something in a message.
/// - `quoted`: the same, between the quotation marks that every message uses: `'name'`.
extension String {
  /// The text with every unsafe character replaced by U+FFFD.
  package var sanitized: String { sanitized(replacement: "\u{FFFD}") }

  /// The text with every unsafe character replaced.
  package func sanitized(replacement: Unicode.Scalar) -> String {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
    return String(UnicodeScalarView(unicodeScalars.map { $0.steersTerminal ? replacement : $0 }))
  }

  /// The text, sanitized and cut to `limit` scalars, the last an ellipsis where something was cut. Scalars are
  /// counted because one character can carry any number of combining marks.
  package func displayed(limit: Int) -> String {
    let scalars = unicodeScalars
    guard scalars.count > limit else { return sanitized }
    return String(UnicodeScalarView(scalars.prefix(limit - 1))).sanitized + "…"
  }

  package var displayed: String { displayed(limit: 60) }

  package var quoted: String { "'\(displayed)'" }
}

extension Unicode.Scalar {
  /// Whether showing the character could do more than show it: move the cursor, start an escape sequence, change the
  /// direction of the text, break the line. Private-use characters and lone surrogates mean nothing anywhere else.
  package var steersTerminal: Bool {
    if (0x20..<0x7F).contains(value) { return false }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: return true
    default: return false
    }
  }
}
