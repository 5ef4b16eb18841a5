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

  /// NaN where it is missing or cannot be read.
  package func number(_ value: InputValue, target: Int) -> Double {
    let number = (try? fields.number(value, column: columns[target])) ?? .nan
    return markers[target].contains(number) ? .nan : number
  }

  /// The name of a class; nil where it is missing. It may be one that training did not see.
  package func label(_ value: InputValue) -> String? {
    fields.category(value, markers: markers[0], isKnown: classes.contains)
  }
}
