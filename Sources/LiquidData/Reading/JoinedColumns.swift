import Text

extension Table.Column {
  /// Whether bytes of its texts are in another encoding than the file's beginning.
  var hasUnreadableLetters: Bool {
    guard case .text(_, let levels) = values else { return false }
    return levels.contains { $0.unicodeScalars.contains("\u{FFFD}") }
  }

  /// One column of the pieces that several files have of it.
  init(joining pieces: [Table.Column]) throws(DataError) {
    guard pieces.count > 1, let first = pieces.first else {
      self = pieces[0]
      return
    }
    let known = pieces.filter { !$0.hasNoValues }
    let unit = known.first?.unit
    let offsets = try Self.offsets(pieces)
    let writing = Writing.joining(pieces.map(\.writing))
    let words = pieces.reduce(into: [:]) { $0.merge($1.missingWords, uniquingKeysWith: +) }
    if known.allSatisfy({ $0.isNumeric && $0.unit == unit }) {
      self.init(
        name: first.name, values: .numbers(try Self.allNumbers(pieces)), unit: unit, writing: writing,
        missingWords: words)
    } else if known.allSatisfy({ if case .dates = $0.values { true } else { false } }) {
      self.init(
        name: first.name, values: .dates(try Self.allNumbers(pieces)), offsets: offsets, writing: writing,
        missingWords: words)
    } else {
      self.init(
        name: first.name, values: try Self.text(pieces), stray: Self.stray(pieces), writing: writing,
        missingWords: words)
    }
  }

  /// Nil where no piece has local times of its own.
  private static func offsets(_ pieces: [Table.Column]) throws(DataError) -> Stored<Int32>? {
    guard pieces.contains(where: { $0.offsets != nil }) else { return nil }
    var all = StoredBuilder<Int32>(in: pieces.lazy.compactMap(\.space).first)
    for piece in pieces {
      if let offsets = piece.offsets {
        all.append(contentsOf: offsets)
      } else {
        all.append(repeating: 0, count: piece.count)
      }
    }
    return try all.finished()
  }

  /// The first text among numbers, with its row among all; nil if a piece holds nothing but text.
  private static func stray(_ pieces: [Table.Column]) -> Stray? {
    var (found, rows): (Stray?, Int) = (nil, 0)
    for piece in pieces {
      guard piece.isNumeric || piece.stray != nil || piece.hasNoValues else { return nil }
      if found == nil, let stray = piece.stray { found = Stray(row: rows + stray.row, text: stray.text) }
      rows += piece.count
    }
    return found
  }

  /// Numbers or dates; NaN for each row of a piece without values, whatever its kind.
  private static func allNumbers(_ pieces: [Table.Column]) throws(DataError) -> Stored<Double> {
    var all = StoredBuilder<Double>(in: pieces.lazy.compactMap(\.space).first)
    for piece in pieces {
      switch piece.values {
      case .numbers(let values), .dates(let values): all.append(contentsOf: values)
      case .text(let codes, _): all.append(repeating: .nan, count: codes.count)
      }
    }
    return try all.finished()
  }

  private static func text(_ pieces: [Table.Column]) throws(DataError) -> Values {
    var all = TextCodes(in: pieces.lazy.compactMap(\.space).first)
    for piece in pieces {
      let (codes, names) = try piece.categories()
      all.append(codes, levels: names)
    }
    let (codes, levels) = try all.finished()
    return .text(codes: codes, levels: levels)
  }
}
