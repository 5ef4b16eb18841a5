/// Text from outside, made safe for a message: without anything that a terminal interprets.
///
/// Control, format and line-separating characters are written as `\u{…}`.
package func escapedForMessage(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator:
      result += "\\u{\(String(scalar.value, radix: 16))}"
    default:
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// As `escapedForMessage`, in quotes and not longer than a name should be.
package func quotedForMessage(_ text: String, limit: Int = 60) -> String {
  let isLong = text.unicodeScalars.count > limit
  let shown = isLong ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))) : text
  return "\"" + escapedForMessage(shown) + (isLong ? "…\"" : "\"")
}
