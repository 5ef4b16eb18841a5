/// A mistake in a program that ends it, and what it says then.
package struct FatalMisuse: Sendable {
  package let name: String
  /// Part of what is printed.
  package let words: String
  package let run: @Sendable () throws -> Void

  package init(name: String, words: String, run: @escaping @Sendable () throws -> Void) {
    (self.name, self.words, self.run) = (name, words, run)
  }

  /// What a test that ended otherwise says; nil where the words are there.
  package func fault(standardError: [UInt8]?) -> String? {
    let text = String(decoding: standardError ?? [], as: UTF8.self)
    return text.contains(words) ? nil : "\(name): \(text)"
  }
}
