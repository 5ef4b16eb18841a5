/// Text from outside as it may stand in a message: in quotes, shortened, without anything a terminal obeys.
///
/// Control, format and line-separating characters are written as `\u{…}`.
package func quotedForMessage(_ text: String, limit: Int = 60) -> String {
  var result = "\""
  for scalar in text.unicodeScalars.prefix(limit) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator:
      result += "\\u{\(String(scalar.value, radix: 16))}"
    default:
      result.unicodeScalars.append(scalar)
    }
  }
  return result + (text.unicodeScalars.count > limit ? "…\"" : "\"")
}
