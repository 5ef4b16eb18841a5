import Text

extension Table.Column {
  /// Whether bytes of its texts are in another encoding than the file's beginning.
  var hasUnreadableLetters: Bool {
    guard case .text(_, let levels) = values else { return false }
    return levels.contains { $0.unicodeScalars.contains("\u{FFFD}") }
  }

  /// One column of the pieces that several files have of it.
  init(joining pieces: [Table.Column]) {
    guard pieces.count > 1, let first = pieces.first else {
      self = pieces[0]
      return
    }
    let known = pieces.filter { !$0.hasNoValues }
    let unit = known.first?.unit
    let offsets = Self.offsets(pieces)
    let writing = Writing.joining(pieces.map(\.writing))
    let words = pieces.reduce(into: [:]) { $0.merge($1.missingWords, uniquingKeysWith: +) }
    if known.allSatisfy({ $0.isNumeric && $0.unit == unit }) {
      self.init(
        name: first.name, values: .numbers(Self.allNumbers(pieces)), unit: unit, writing: writing,
        missingWords: words)
    } else if known.allSatisfy({ if case .dates = $0.values { true } else { false } }) {
      self.init(
        name: first.name, values: .dates(Self.allNumbers(pieces)), offsets: offsets, writing: writing,
        missingWords: words)
    } else {
      self.init(
        name: first.name, values: Self.text(pieces), stray: Self.stray(pieces), writing: writing,
        missingWords: words)
    }
  }

  /// Nil where no piece has local times of its own.
  private static func offsets(_ pieces: [Table.Column]) -> [Int32]? {
    guard pieces.contains(where: { $0.offsets != nil }) else { return nil }
    return pieces.flatMap { $0.offsets ?? [Int32](repeating: 0, count: $0.count) }
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
  private static func allNumbers(_ pieces: [Table.Column]) -> [Double] {
    pieces.flatMap { piece in
      switch piece.values {
      case .numbers(let values), .dates(let values): values
      case .text(let codes, _): [Double](repeating: .nan, count: codes.count)
      }
    }
  }

  private static func text(_ pieces: [Table.Column]) -> Values {
    var all = TextCodes()
    for piece in pieces {
      let (codes, names) = piece.categories()
      let shared = names.map { all.code(of: $0) }
      for code in codes { all.append(code: code < 0 ? -1 : shared[Int(code)]) }
    }
    return all.values
  }
}
