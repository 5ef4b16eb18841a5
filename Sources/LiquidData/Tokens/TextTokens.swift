import Text

/// How the texts of a column become tokens, each of which is one step of a sequence.
///
///     var task = TaskDefinition(name: "reviews", targets: ["label"])
///     task.tokens = TextTokens(.words, length: 400)
///     task.text = "review"
public struct TextTokens: Sendable, Hashable, Codable {
  /// What a token is.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Lower-cased runs of letters and digits, and single marks; see `WordSplitter`.
    case words
    /// Extended grapheme clusters: what a reader takes for one character.
    case characters
    /// The bytes of the text in UTF-8.
    case bytes
  }

  /// Which end of a text is kept where it has too many tokens.
  public enum Keep: String, Sendable, Hashable, Codable, CaseIterable {
    case beginning, end
  }

  /// What a token is.
  public var kind: Kind
  /// The most words or characters of the vocabulary, beside `padding` and `unknown`; all 256 bytes are in it always.
  public var vocabulary: Int
  /// How often the training part must have a word or character.
  public var minimumCount: Int
  /// The most tokens of a text; nil: all of them.
  public var length: Int?
  /// Where a longer text is cut.
  public var keep: Keep

  /// As many words as most published networks know.
  public static let standardVocabulary = 20_000
  /// Indices are floats, which hold whole numbers up to this one.
  static let vocabularyLimit = 1 << 24

  /// The first token of every vocabulary: the only one of an empty text.
  public static let padding = "<pad>"
  /// The second token of every vocabulary: stands for all that are not in it.
  public static let unknown = "<unk>"
  /// The index of `padding`.
  static let paddingIndex = 0
  /// The index of `unknown`.
  static let unknownIndex = 1

  /// Tokens of a kind.
  public init(
    _ kind: Kind, vocabulary: Int = Self.standardVocabulary, minimumCount: Int = 1, length: Int? = nil,
    keep: Keep = .beginning
  ) {
    self.kind = kind
    self.vocabulary = vocabulary
    self.minimumCount = minimumCount
    self.length = length
    self.keep = keep
  }

  /// What is wrong with the values; nil if nothing is.
  var flaw: String? {
    if !(1...Self.vocabularyLimit).contains(vocabulary) {
      return "the vocabulary has \(vocabulary) tokens; it must have between 1 and \(Self.vocabularyLimit)"
    }
    if kind == .bytes, vocabulary != Self.standardVocabulary || minimumCount != 1 {
      return "the vocabulary of bytes is all 256: neither vocabulary nor minimum-count changes it"
    }
    if minimumCount < 1 { return "the minimum count of a token is \(minimumCount); it must be at least 1" }
    if let length, !(1...DataSchema.rowLimit).contains(length) {
      return "the length of a text is \(length) tokens; it must be at least 1"
    }
    return nil
  }
}

// MARK: - For someone who makes tokens elsewhere

extension TextTokens {
  /// How texts become steps: the first line says what a step is.
  package var recipe: [String] {
    let (one, many) = kind.nouns
    var lines = ["Each step is one \(one) of a text, in order: its index in the vocabulary, counted from 0."]
    switch kind {
    case .words:
      lines.append(
        "Words are runs of letters and digits in lower case, with apostrophes inside (always '). An ideograph, and each"
          + " other character that can be seen, is a word of its own; <br> is a space. They are in Unicode's composed form"
          + " (NFC).")
    case .characters:
      lines.append(
        "Characters are what a reader takes for one (extended grapheme clusters), in Unicode's composed form (NFC)."
      )
    case .bytes: lines.append("The index of a byte of the text in UTF-8 is its value plus 2.")
    }
    if let length {
      lines.append(
        "Of a longer text the \(keep == .beginning ? "first" : "last") \(counted(length, one)) count\(length == 1 ? "s" : "")."
      )
    }
    lines.append(
      "Index \(Self.paddingIndex), \(Self.padding), is the only step of a text without \(many); nothing else is padded: a"
        + " text has as many steps as \(many).")
    if kind != .bytes {
      lines.append(
        "Index \(Self.unknownIndex), \(Self.unknown), stands for \(many) that are not in the vocabulary, as does any number"
          + " beyond it.")
    }
    return lines
  }
}

extension TextTokens.Kind {
  fileprivate var nouns: (one: String, many: String) {
    switch self {
    case .words: ("word", "words")
    case .characters: ("character", "characters")
    case .bytes: ("byte", "bytes")
    }
  }
}

// MARK: - As one word of a command line

extension TextTokens {
  /// `words,vocabulary=10000,minimum-count=2,length=400,keep=end`, without what is as usual.
  package var text: String {
    var words = [kind.rawValue]
    if vocabulary != Self.standardVocabulary { words.append("vocabulary=\(vocabulary)") }
    if minimumCount != 1 { words.append("minimum-count=\(minimumCount)") }
    if let length { words.append("length=\(length)") }
    if keep != .beginning { words.append("keep=\(keep.rawValue)") }
    return words.joined(separator: ",")
  }

  /// Why a text cannot be read as tokens.
  package struct Flaw: Error, CustomStringConvertible {
    package let description: String
  }

  /// Reads what `text` gives.
  ///
  /// - Throws: what must be changed, in words.
  package init(text: String) throws(Flaw) {
    let words = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard let kind = words.first.flatMap({ Kind(rawValue: $0) }) else {
      throw Flaw(description: "'\(words.first?.displayed ?? "")' is no kind of token")
    }
    self.init(kind)
    var seen: Set<String> = []
    for word in words.dropFirst() {
      let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard seen.insert(sides[0]).inserted else {
        throw Flaw(description: "'\(sides[0].displayed)' is given twice")
      }
      try set(sides[0], to: sides.count == 2 ? sides[1] : "")
    }
    if let flaw { throw Flaw(description: flaw) }
  }

  private mutating func set(_ key: String, to value: String) throws(Flaw) {
    switch key {
    case "vocabulary": vocabulary = try Self.count(key, value, through: Self.vocabularyLimit)
    case "minimum-count": minimumCount = try Self.count(key, value)
    case "length": length = try Self.count(key, value, through: DataSchema.rowLimit)
    case "keep":
      guard let end = Keep(rawValue: value) else {
        throw Flaw(description: "'keep' must be beginning or end")
      }
      keep = end
    default: throw Flaw(description: "there is no key '\(key.displayed)'")
    }
  }

  private static func count(
    _ key: String, _ value: String, through limit: Int = Int.max
  ) throws(Flaw) -> Int {
    if let count = Int(value), count >= 1, count <= limit { return count }
    let range = limit == Int.max ? "of at least 1" : "from 1 to \(limit)"
    throw Flaw(description: "'\(key)' must be a whole number \(range)")
  }
}
