/// The files that a task's data are in, and how they are written.
public struct DataSources: Sendable, Hashable {
  /// The columns of a long table.
  public struct LongColumns: Sendable, Hashable {
    /// The column of times.
    public var time: String
    /// The column of the variables' names.
    public var variable: String
    /// The column of values.
    public var value: String

    /// The three columns by name.
    public init(time: String, variable: String, value: String) {
      self.time = time
      self.variable = variable
      self.value = value
    }
  }

  /// A table with one row per sequence, whose columns are joined to each row of the sequence.
  public struct Join: Sendable, Hashable {
    /// The path of the other file, or a pattern for several that are one table.
    public var file: String
    /// The column in both tables that says which row belongs to which sequence.
    public var key: String
    /// The columns that are joined; nil: all others.
    public var columns: [String]?

    /// - Parameter columns: nil: all of them.
    public init(file: String, key: String, columns: [String]? = nil) {
      self.file = file
      self.key = key
      self.columns = columns
    }
  }

  /// Paths or patterns (`*`, `?`, `[a-c]`), relative to the task's folder; a path may lead into an archive
  /// (`set-a.tar.gz/set-a/*.txt`). The matches of a pattern are sorted by name,
  /// `x2` before `x10`; `-` is standard input. The split assigns these to parts.
  public var files: [String]
  /// Files that belong to one part, whatever the split says.
  public var train: [String]
  /// Patterns of files that validate.
  public var validation: [String]
  /// Patterns of files that test.
  public var test: [String]
  /// How the files are written.
  public var format: Format
  /// For `idx`: by the file of images, the file of its labels.
  public var labels: [String: String]
  /// The columns of files with a row for each value; nil: they have a column for each variable.
  public var long: LongColumns?
  /// Columns of another file; nil: none.
  public var join: Join?
  /// The names of columns that the files do not name, in order.
  public var columnNames: [String]?
  /// The most sequences that are read of each file; nil: all. For a quick look at large data.
  public var limit: Int?
  /// How tables are written.
  public var reading: ReadingOptions

  /// Sources that are given one by one.
  public init(
    files: [String] = [], train: [String] = [], validation: [String] = [], test: [String] = [],
    format: Format = .automatic, labels: [String: String] = [:], long: LongColumns? = nil, join: Join? = nil,
    columnNames: [String]? = nil, limit: Int? = nil, reading: ReadingOptions = ReadingOptions()
  ) {
    self.files = files
    self.train = train
    self.validation = validation
    self.test = test
    self.format = format
    self.labels = labels
    self.long = long
    self.join = join
    self.columnNames = columnNames
    self.limit = limit
    self.reading = reading
  }

  /// Whether a file is what is piped in.
  package var readsStandardInput: Bool { patterns.contains { $0.pattern == StandardInput.name } }

  /// Each pattern with the part that its files belong to; nil if the split decides.
  package var patterns: [(pattern: String, part: Dataset.Part?)] {
    files.map { ($0, nil) } + train.map { ($0, .train) } + validation.map { ($0, .validation) }
      + test.map { ($0, .test) }
  }
}
