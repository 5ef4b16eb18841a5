/// A text that was cut into tokens, shown again.
package enum TokenText {
  /// Whether the tokens are characters, which stand side by side in their text: nearly all have one, which is not true of
  /// the words of any language.
  package static func areCharacters(_ tokens: [String]) -> Bool {
    tokens.count { $0.count <= 1 } * 20 >= tokens.count * 19
  }
}
