import Text

/// A pattern of files' names whose parts become columns: `{subject}_{activity}.csv`, or `{activity}/{subject}.csv` where
/// folders say something, too. `*` stands for any characters.
public struct FileNames: RawRepresentable, Sendable, Hashable, Codable {
  public let rawValue: String
  /// What stands between the slashes, the file's own name last.
  private let parts: [[Piece]]

  /// What such patterns look like, as errors and documents have it.
  package static let form = "a pattern such as {subject}_{activity}.csv or {activity}/{subject}.csv"

  private enum Piece: Hashable {
    case literal(String)
    /// At least one character, as few as the rest allows.
    case word(String)
    case anything
  }

  /// Nil where it has no words, one twice, one without a name, or two with nothing between them.
  public init?(rawValue: String) {
    let parts = rawValue.split(separator: "/").map { Self.pieces(String($0)) }
    let pieces = parts.compactMap(\.self)
    guard pieces.count == parts.count, !pieces.isEmpty else { return nil }
    let words = pieces.flatMap(\.self).compactMap(Self.word)
    guard !words.isEmpty, Set(words).count == words.count else { return nil }
    self.rawValue = rawValue
    self.parts = pieces
  }

  /// The words in their order.
  var words: [String] { parts.flatMap(\.self).compactMap(Self.word) }

  /// What the words stand for in a file's path; nil where the path does not fit.
  func values(in path: String) -> [String]? {
    for path in Set([path, FileEnding.unpacked(path)]).sorted(by: >) {
      let names = path.split(separator: "/").map(String.init)
      guard names.count >= parts.count else { continue }
      var values: [String]? = []
      for (part, name) in zip(parts, names.suffix(parts.count)) {
        values = Self.values(part[...], Array(name)[...]).flatMap { found in values.map { $0 + found } }
      }
      if let values { return values }
    }
    return nil
  }

  private static func word(_ piece: Piece) -> String? {
    if case .word(let name) = piece { name } else { nil }
  }

  private static func pieces(_ text: String) -> [Piece]? {
    var pieces: [Piece] = []
    var rest = text[...]
    while let first = rest.first {
      switch first {
      case "{":
        guard let end = rest.firstIndex(of: "}") else { return nil }
        let name = String(rest[rest.index(after: rest.startIndex)..<end]).trimmed
        if name.isEmpty || name.contains("{") || name.contains(",") { return nil }
        if let last = pieces.last, word(last) != nil || last == .anything { return nil }
        pieces.append(.word(name.sanitized))
        rest = rest[rest.index(after: end)...]
      case "*":
        if let last = pieces.last, word(last) != nil { return nil }
        if pieces.last != .anything { pieces.append(.anything) }
        rest = rest.dropFirst()
      default:
        let literal = rest.prefix { $0 != "{" && $0 != "*" }
        pieces.append(.literal(String(literal)))
        rest = rest.dropFirst(literal.count)
      }
    }
    return pieces
  }

  /// What words stand for where pieces fit a name from its beginning to its end; nil where they do not.
  private static func values(_ pieces: ArraySlice<Piece>, _ name: ArraySlice<Character>) -> [String]? {
    guard let piece = pieces.first else { return name.isEmpty ? [] : nil }
    let rest = pieces.dropFirst()
    switch piece {
    case .literal(let text):
      return name.starts(with: text) ? values(rest, name.dropFirst(text.count)) : nil
    case .anything, .word:
      let isWord = piece != .anything
      // What follows is a literal or the end, so that only its places have to be tried.
      guard case .literal(let next)? = rest.first else {
        guard rest.isEmpty, !isWord || !name.isEmpty else { return nil }
        return isWord ? [String(name)] : []
      }
      for end in name.indices where !isWord || end > name.startIndex {
        guard name[end...].starts(with: next), let found = values(rest, name[end...]) else { continue }
        return (isWord ? [String(name[..<end])] : []) + found
      }
      return nil
    }
  }
}

extension FileColumns {
  /// The file's own columns, after those that its name gives.
  ///
  /// - Throws: where a word is a column already.
  func adding(_ names: FileNames?, of path: String) throws(DataError) -> FileColumns {
    guard let names, let values = names.values(in: path) else { return self }
    var file = self
    var added: [Table.Column] = []
    let known = Set(columns.map(\.name))
    for (name, value) in zip(names.words, values) {
      guard !known.contains(name) else {
        throw DataError(.repeatedColumn, file: path, column: name)
      }
      let space = columns.lazy.compactMap(\.space).first
      let codes = try StoredBuilder<Int32>(repeating: 0, count: lines.count, in: space).finished()
      added.append(Table.Column(name: name, values: .text(codes: codes, levels: [value.sanitized])))
    }
    file.columns = added + columns
    file.unnamed = unnamed.map { $0 + added.count }
    file.stated.origins = names.words
    return file
  }
}
