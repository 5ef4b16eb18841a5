import Foundation
import Text

extension Table.Column {
  /// How a column's values are written in its file, so that times can be given back as they stand there.
  package struct Writing: Sendable {
    /// Each row's text without its quotes; nil for rows that are in no file, such as those of a resampled table.
    let texts: [String]?
    /// How dates are written; nil for numbers, and for dates in a form that cannot be imitated.
    let dates: DateForm?

    /// - Parameter values: the column's own values, of which one shows the form of dates.
    init(texts: [String], values: Values) {
      self.texts = texts
      if case .dates(let seconds) = values {
        let known = [seconds.firstIndex { !$0.isNaN }, seconds.lastIndex { !$0.isNaN }].compactMap(\.self)
        dates = DateForm(of: known.map { (texts[$0], seconds[$0]) })
      } else {
        dates = nil
      }
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
    case .dates(let seconds): return dateText(seconds[row])
    case .text(let codes, let levels): return codes[row] < 0 ? "" : levels[Int(codes[row])]
    }
  }

  /// A moment that is in no row, written as the column's values are.
  package func text(moment: Double) -> String {
    if case .dates = values { return dateText(moment) }
    return numberText(moment)
  }

  private func dateText(_ seconds: Double) -> String {
    seconds.isNaN ? "" : (writing?.dates ?? .iso).text(seconds: seconds)
  }

  /// The shortest text within the rounding errors of a few additions: `0.3` for 0.1 + 0.2.
  private func numberText(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    for digits in 12...16 {
      let text = String(format: "%.\(digits)g", value)
      if let read = Double(text), abs(read - value) <= 2 * value.ulp { return NumberText.shortest(read) }
    }
    return NumberText.shortest(value)
  }
}
