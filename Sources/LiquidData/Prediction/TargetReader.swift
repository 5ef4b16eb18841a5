import Text

/// Reads the targets of rows, one after another, as training read its targets.
package struct TargetReader {
  /// The target columns, each once.
  package let columns: [String]
  private let fields: FieldReader
  private let markers: [Set<Double>]
  private let classes: Set<String>

  package init(_ schema: DataSchema) throws(DataError) {
    columns = schema.targetColumns
    fields = try FieldReader(schema.reading ?? ReadingOptions(), file: schema.taskName)
    markers = columns.map { schema.markers(of: $0) }
    classes = Set(schema.classes)
  }

  /// NaN where it is missing, or no number.
  package func number(_ value: InputValue, target: Int) -> Double {
    let number =
      switch value {
      case .missing: Double.nan
      case .number(let number): number
      case .text(let text): fields.number(text) ?? .nan
      }
    return number.isFinite && !markers[target].contains(number) ? number : .nan
  }

  /// The name of a class; nil where it is missing. It may be one that training did not see.
  package func label(_ value: InputValue) -> String? {
    switch value {
    case .missing: return nil
    case .number(let number): return markers[0].contains(number) ? nil : categoryName(number)
    case .text(let text):
      if let name = [text, text.trimmed].first(where: classes.contains) { return name }
      if fields.isMissing(text) { return nil }
      return fields.number(text).map(categoryName) ?? text.trimmed
    }
  }
}
