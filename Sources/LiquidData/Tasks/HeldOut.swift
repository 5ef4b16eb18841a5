import Text

/// Whole groups of a table, such as the recordings of one speaker, that belong to one part of the data alone.
public struct HeldOut: Sendable, Hashable {
  /// The column that says which group a row is in; all rows of a sequence are in one.
  public var column: String
  /// The values of the groups. Of those that validate, none: the group after those that are held out, in the order of
  /// their names; the first after the last.
  public var values: [String]

  /// The groups of a column with these values.
  public init(column: String, values: [String]) {
    self.column = column
    self.values = values
  }

  /// Safe to show: `speaker george, lucas`.
  package var shown: String { "\(column.displayed) \(values.map(\.displayed).joined(separator: ", "))" }
}
