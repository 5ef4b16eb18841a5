extension TaskGuesser {
  /// Values that stand for missing ones, and what is to be done about gaps.
  mutating func guessMissing() {
    for profile in inputs + targets {
      guard let values = profile.numbers, let marker = Self.marker(among: values) else { continue }
      definition.missingMarkers[profile.name] = [marker.value]
      note(
        "missing-markers",
        "'\(profile.name)' is \(NumberWords.text(marker.value)) in \(counted(marker.count, "row")), far from all other values."
      )
    }
    let gaps = inputs.filter { $0.missing > 0 || definition.missingMarkers[$0.name] != nil }.map(\.name)
    guard !gaps.isEmpty else { return }
    definition.missing = .mask
    note("missing", "Values are missing in \(listed(gaps, limit: 8)): a second channel says where.")
  }

  /// Numbers that people write for what was not measured.
  private static let usual: Set<Double> = [-99, -200, -999, -9999, -99999, 999, 9999, 99999, 999_999]

  /// A lowest or highest value that repeats and lies farther from the others than these lie apart; nearer for those
  /// that are usual.
  static func marker(among values: [Double]) -> (value: Double, count: Int)? {
    let sorted = values.filter { !$0.isNaN }.sorted()
    guard sorted.count >= 10, let low = sorted.first, let high = sorted.last else { return nil }
    for value in [low, high] {
      let count = sorted.count { $0 == value }
      let others = sorted.filter { $0 != value }
      guard count >= 3, let first = others.first, let last = others.last, first < last else { continue }
      let gap = value == low ? first - value : value - last
      let isFar = gap > 3 * (last - first)
      let isUsual = usual.contains(value) && gap > 0.05 * (last - first) && (value > 0 || first >= 0)
      if isFar || isUsual { return (value, count) }
    }
    return nil
  }

  mutating func guessWindow() {
    if let longest = lengths.last, let shortest = lengths.first {
      let span = shortest == longest ? "\(longest)" : "\(shortest) to \(longest)"
      guard longest > 256 else {
        note("window", "Whole sequences, of \(counted(longest, "step").replacing("\(longest)", with: span)).")
        return
      }
      definition.window = 64
      note("window", "Sequences have \(span) steps: windows of them are quicker to learn from.")
    } else {
      definition.window = table.rowCount >= 200 ? 32 : max(1, min(8, table.rowCount / 8))
      note("window", "One long series is cut into windows; longer ones let the network look farther back.")
    }
  }

  /// Data are often sorted by class, so that parts in the file's order would lack some.
  mutating func guessSplit() {
    guard lengths.count > 1 else {
      note("split", "Three blocks of time, in this order.")
      return
    }
    guard definition.kind == .classification else {
      note("split", "Whole sequences are dealt out in their order.")
      return
    }
    definition.shuffle = 1
    note(
      "split",
      "Whole sequences are dealt out at random, as classes often stand in blocks; the seed is 'shuffle'.")
  }
}

/// Numbers as people write them.
enum NumberWords {
  static func text(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? String(value)
  }
}
