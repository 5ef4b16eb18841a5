extension String {
  /// The text on one line, control and direction-changing characters replaced, because text from files is
  /// data and must not steer a terminal.
  package var sanitized: String {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
    return String(String.UnicodeScalarView(unicodeScalars.map { $0.steersTerminal ? "\u{FFFD}" : $0 }))
  }

  /// The same, cut to 60 characters for a message.
  package var displayed: String {
    let safe = sanitized
    return safe.count > 60 ? safe.prefix(59) + "…" : safe
  }
}

extension Unicode.Scalar {
  /// Whether showing the character could do more than show it.
  fileprivate var steersTerminal: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
    default: false
    }
  }
}
