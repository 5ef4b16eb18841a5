/// What columns are for, as far as that matters for how they are read.
public struct ReadingRoles: Sendable, Hashable {
  /// The time: a column, or several whose parts make one, such as `Date,Time` or `year=Y,month=M`; see `TimeParts`.
  public var time: String?
  /// The sequence: its values are texts exactly as they stand.
  public var sequence: String?
  /// The texts that become tokens: its values are texts exactly as they stand, too.
  public var text: String?
  /// The columns that hold groups out: their values are texts exactly as they stand, where they are nothing else.
  var groups: Set<String> = []
  /// Whether a network was trained on numbers as times, so that no dates are made of them.
  public var hasNumericTime = false

  /// Roles by name; nil: no such column.
  public init(time: String? = nil, sequence: String? = nil, hasNumericTime: Bool = false) {
    self.time = time
    self.sequence = sequence
    self.hasNumericTime = hasNumericTime
  }

  /// The columns of a task.
  public init(_ task: TaskDefinition) {
    self.init(time: task.time, sequence: task.sequence)
    text = task.tokens == nil ? nil : task.text
    groups = task.groupColumns.subtracting((task.inputs ?? []) + (task.targets ?? []) + [task.time ?? ""])
  }

  /// The columns that a model knows.
  public init(_ schema: DataSchema) {
    self.init(
      time: schema.time?.column, sequence: schema.sequence, hasNumericTime: schema.time?.isDate == false)
    text = schema.preparation?.text?.name
  }
}
