import Text
import YAML

extension SweepDimension {
  /// The keys of a range.
  package static var rangeKeys: [String] { ranges.keys.sorted() }

  /// What each of them says.
  private static let ranges: [String: (scale: SweepRange.Scale, isWhole: Bool)] = [
    "uniform": (.uniform, false), "log": (.log, false), "integers": (.uniform, true),
    "log-integers": (.log, true),
  ]

  /// Reads one entry of a space: a list of values, or a mapping such as `{log: [1e-4, 1e-1]}`.
  init(_ entry: YAMLEntry, in file: SweepSection) throws(SweepFileError) {
    let name = entry.key
    switch entry.value {
    case .scalar(let text, _):
      throw file.error(
        "'\(name.displayed)' must be a list of values or a range, such as [\(text.displayed), ...]; a single value goes under 'training'",
        at: entry.value)
    case .sequence(let items, _):
      let words = items.compactMap(\.optionWord)
      guard words.count == items.count, !words.isEmpty else {
        throw file.error(
          "'\(name.displayed)' must be a list of words, numbers or lists of these", at: entry.value)
      }
      if let repeated = words.enumerated().first(where: { words[..<$0.offset].contains($0.element) }) {
        throw file.error("'\(name.displayed)' has \(repeated.element.quoted) twice", at: entry.value)
      }
      self.init(name: name, values: .choices(words))
    case .mapping(let entries, _):
      self.init(name: name, values: .range(try Self.range(entries, of: name, at: entry.value, in: file)))
    }
  }

  private static func range(
    _ entries: [YAMLEntry], of name: String, at node: YAMLNode, in file: SweepSection
  ) throws(SweepFileError) -> SweepRange {
    let kinds = rangeKeys.joined(separator: ", ")
    guard entries.count == 1, let form = ranges[entries[0].key] else {
      throw file.error(
        "a range of '\(name.displayed)' is one of \(kinds), such as {log: [1e-4, 1e-1]}", at: node)
    }
    guard case .sequence(let items, _) = entries[0].value, items.count == 2,
      let low = items[0].text.flatMap(Double.init), let high = items[1].text.flatMap(Double.init),
      low.isFinite,
      high.isFinite, low < high
    else {
      throw file.error(
        "a range of '\(name.displayed)' needs its two bounds, the lower first: {\(entries[0].key): [LOW, HIGH]}",
        at: node)
    }
    if form.scale == .log, low <= 0 {
      throw file.error("the logarithm of '\(name.displayed)' needs bounds above 0", at: node)
    }
    if form.isWhole,
      low != low.rounded() || high != high.rounded() || max(low.magnitude, high.magnitude) > 1e15
    {
      throw file.error("the bounds of '\(name.displayed)' must be whole numbers", at: node)
    }
    return SweepRange(bounds: low...high, scale: form.scale, isWhole: form.isWhole)
  }
}
