import Foundation
import Text

extension Table.Column {
  /// How a column's values are written in its file, so that times can be given back as they stand there.
  package struct Writing: Sendable {
    /// Each row's text without its quotes; nil for rows that are in no file, such as those of a resampled table.
    let texts: [String]?
    /// How dates are written; nil for numbers, and for dates in a form that cannot be imitated.
    let dates: DateForm?

    /// - Parameter column: the texts' column, of whose values some show the form of dates.
    init(texts: [String], of column: Table.Column) {
      self.texts = texts
      dates = Self.form(of: texts, in: column)
    }

    /// The form of local times; nil where it is none that can be imitated.
    private static func form(of texts: [String], in column: Table.Column) -> DateForm? {
      guard case .dates(let seconds) = column.values else { return nil }
      let known = [seconds.firstIndex { !$0.isNaN }, seconds.lastIndex { !$0.isNaN }].compactMap(\.self)
      let form = DateForm(of: known.map { (texts[$0], seconds[$0] + column.offset(row: $0)) })
      // A zone that is written is that of its row alone.
      let hasOneZone = Set(column.offsets ?? []).count <= 1
      return form?.endsWithZone == true && !hasOneZone ? nil : form
    }

    private init(texts: [String]?, dates: DateForm?) {
      self.texts = texts
      self.dates = dates
    }

    /// The writing of a column whose rows are new.
    var withoutTexts: Writing { Writing(texts: nil, dates: dates) }

    func taking(_ rows: [Int]) -> Writing {
      Writing(texts: texts.map { texts in rows.map { texts[$0] } }, dates: dates)
    }

    /// Nil where one of the pieces has none.
    static func joining(_ pieces: [Writing?]) -> Writing? {
      let known = pieces.compactMap(\.self)
      guard known.count == pieces.count, let first = known.first else { return nil }
      let texts = known.compactMap(\.texts)
      return Writing(texts: texts.count == known.count ? texts.flatMap(\.self) : nil, dates: first.dates)
    }
  }

  /// A row's value as text: as it stands in the file where that is known, else in the same form.
  package func text(row: Int) -> String {
    if let text = writing?.texts?[row] { return text }
    switch values {
    case .numbers(let values): return numberText(values[row])
    case .dates(let seconds): return dateText(seconds[row], offset: offset(row: row))
    case .text(let codes, let levels): return codes[row] < 0 ? "" : levels[Int(codes[row])]
    }
  }

  /// A moment that is in no row, written as the column's values are.
  ///
  /// - Parameters:
  ///   - offset: seconds from UTC to the local time at that moment.
  ///   - row: whose zone it has instead where a zone is written after each time; nil: there are no rows.
  func text(moment: Double, offset: Double, zoneOf row: Int?) -> String {
    guard case .dates = values else { return numberText(moment) }
    guard writing?.dates?.endsWithZone == true, let row else { return dateText(moment, offset: offset) }
    return dateText(moment, offset: self.offset(row: row))
  }

  /// Seconds from UTC to the row's local time.
  func offset(row: Int) -> Double { offsets.map { Double($0[row]) } ?? 0 }

  private func dateText(_ seconds: Double, offset: Double) -> String {
    if seconds.isNaN { return "" }
    return writing?.dates?.text(seconds: seconds + offset) ?? DateForm.iso.text(seconds: seconds)
  }

  /// The shortest text within the rounding errors of a few additions: `0.3` for 0.1 + 0.2.
  private func numberText(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    for digits in 12...16 {
      let text = NumberText.printed(value, digits: digits)
      if let read = Double(text), (read - value).magnitude <= 2 * value.ulp {
        return NumberText.shortest(read)
      }
    }
    return NumberText.shortest(value)
  }
}
