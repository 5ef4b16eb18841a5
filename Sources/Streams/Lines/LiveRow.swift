import LiquidData

/// A line, read.
public struct LiveRow: Sendable {
  /// One for each of the reader's `columns`; those of columns that are newer than the row are not there, and missing.
  public var fields: [InputValue]
  /// The time that the line itself states in the place its format has for it (InfluxDB's line protocol): seconds since 1970.
  public var time: Double?
  /// When it arrived: seconds since 1970.
  public var arrival: Double
  public var position: SourcePosition
  public var topic: String?
  /// Lines between the row before and this one that could not be read or were lost, as far as that is known.
  public var lostBefore = 0
  /// Whether it waited until the first rows had shown what is in the stream.
  public var isOfHead = false

  public init(
    fields: [InputValue], time: Double? = nil, arrival: Double, position: SourcePosition, topic: String? = nil
  ) {
    self.fields = fields
    self.time = time
    self.arrival = arrival
    self.position = position
    self.topic = topic
  }

  /// A field; missing beyond the end.
  public subscript(column: Int) -> InputValue {
    fields.indices.contains(column) ? fields[column] : .missing
  }
}

/// What a line was.
public enum LineResult: Sendable {
  case row(LiveRow)
  /// No row, and why; it is counted.
  case broken(BrokenLine)
  /// Nothing to read, and nothing wrong: a header, an empty line, a comment.
  case skipped
  /// A message that a broker delivered once more; it is counted.
  case duplicate
}

/// Why a line is no row.
public struct BrokenLine: Error, Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Longer than a megabyte.
    case tooLong = "too long"
    /// More or fewer fields than the header has names.
    case fieldCount = "another number of fields"
    /// A quote that does not end in its line.
    case openQuote = "a quote without an end"
    /// No JSON object, no line of InfluxDB's protocol, or not made of pairs.
    case syntax = "not in the format"
    /// Bytes of the value zero: the line was not written as text.
    case zeroBytes = "bytes of zero"
  }

  public var kind: Kind
  /// Such as `it has 3 fields, and the header has 4 names`.
  public var reason: String

  public init(_ kind: Kind, _ reason: String) {
    (self.kind, self.reason) = (kind, reason)
  }
}
