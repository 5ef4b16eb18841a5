import Foundation
import Text

/// Which field of a row belongs to which column.
struct RowLayout {
  /// The columns' names, safe to show.
  private(set) var names: [String]
  /// Fields before the first column: 1 if rows begin with a name for which the header has no column.
  let skipped: Int
  /// Empty fields after the last column: 1 if rows end with a separator.
  private let trailing: Int

  /// - Parameters:
  ///   - header: the fields of the first record.
  ///   - usual: the most frequent number of fields of the first rows; nil if there are no rows.
  ///   - lastIsEmpty: whether the last of that many fields is empty in every row.
  init(header: [String], usual: Int?, lastIsEmpty: Bool) {
    var header = header
    if let usual { header = Self.fitted(header, to: usual) }
    let missing = usual.map { $0 - header.count } ?? 0
    var trailing = missing == 1 && lastIsEmpty ? 1 : 0
    if missing == 0, lastIsEmpty, header.count > 1, header.last?.isEmpty == true {
      header.removeLast()
      trailing = 1
    }
    self.trailing = trailing
    skipped = missing == 1 && trailing == 0 ? 1 : 0
    names = header.enumerated().map { index, name in
      let shown = name.trimmed.sanitized
      return shown.isEmpty ? "column \(index + 1)" : shown
    }
  }

  /// Gives each column a name of its own; returns the names that several had.
  mutating func renameRepeated() -> [String] {
    var taken = Set(names)
    var seen: Set<String> = []
    var repeated: [String] = []
    for index in names.indices where !seen.insert(names[index]).inserted {
      if !repeated.contains(names[index]) { repeated.append(names[index]) }
      var number = 1
      while taken.contains("\(names[index]).\(number)") { number += 1 }
      names[index] += ".\(number)"
      taken.insert(names[index])
      seen.insert(names[index])
    }
    return repeated
  }

  /// Takes names from elsewhere; one for each column.
  mutating func name(_ others: [String]) {
    names = others.enumerated().map { index, name in name.isEmpty ? "column \(index + 1)" : name.sanitized }
  }

  mutating func nameByNumber() {
    names = names.indices.map { "column \($0 + 1)" }
  }

  /// The number of fields of every record except the first.
  var width: Int { names.count + skipped + trailing }

  /// The header with as many fields as the rows: splits one with another separator, drops empty fields at the end.
  private static func fitted(_ header: [String], to usual: Int) -> [String] {
    var header = header
    if header.count == 1, usual > 1 {
      for mark in [",", ";", "\t", "|"] {
        let names = header[0].components(separatedBy: mark)
        if names.count == usual || names.count + 1 == usual { return names }
      }
      let words = header[0].split(whereSeparator: \.isWhitespace).map(String.init)
      if words.count == usual || words.count + 1 == usual { header = words }
    }
    while header.count > usual, header.last?.isEmpty == true { header.removeLast() }
    return header
  }

  /// Whether the first record is a row: every field fits its column, and at least one is a number or a date.
  /// Whole numbers that ascend evenly (years, indices) are taken for names, unless one continues its column upwards.
  ///
  /// - Parameters:
  ///   - text: the first records.
  ///   - columns: what the rows below say about each column.
  ///   - kinds: those of the columns.
  func headerLooksLikeRow(_ text: FieldText, columns: [ColumnEvidence], kinds: [ColumnKind]) -> Bool {
    guard skipped == 0, text.records.fieldCount(0) == width else { return false }
    var wholeNumbers: [Double] = []
    var fitting = 0
    for (index, column) in columns.enumerated() {
      let field = text.records.field(0, index)
      if text.isMissing(field) { continue }
      switch kinds[index] {
      case .text: continue
      case .numbers(let marks):
        if column.hasNoValues, column.rows > 0 { continue }
        guard let number = text.number(field, marks) else { return false }
        fitting += 1
        if number == number.rounded() { wholeNumbers.append(number) }
      case .durations:
        guard text.duration(field) != nil else { return false }
        fitting += 1
      case .dates(let parser):
        guard text.date(field, parser) != nil else { return false }
        fitting += 1
      }
    }
    let steps = zip(wholeNumbers, wholeNumbers.dropFirst()).map { $1 - $0 }
    let isEven = steps.allSatisfy { $0 == steps[0] && $0 > 0 } && (steps.count > 1 || steps.first == 1)
    let areIndices = wholeNumbers.count == fitting && fitting > 1 && isEven
    return fitting > 0 && !(areIndices && !continuesAColumn(text))
  }

  /// Whether a field of the first record and the two below it count on evenly.
  private func continuesAColumn(_ text: FieldText) -> Bool {
    guard text.records.count > 2, (1...2).allSatisfy({ text.records.fieldCount($0) == width }) else {
      return false
    }
    return names.indices.contains { index in
      let values = (0..<3).compactMap { text.number(text.records.field($0, index))?.value }
      return values.count == 3 && values[1] != values[0] && values[2] - values[1] == values[1] - values[0]
    }
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
