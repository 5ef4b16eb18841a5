/// A way in which data files are written.
///
/// To add one, write a type that conforms, and give it a case in `DataSources.Format` below, where the compiler then
/// asks for its row.
protocol DataFormat {
  /// Whether a file's first bytes or its name say that it has this format; false unless a format has such signs.
  static func recognizes(head: ArraySlice<UInt8>, path: String) -> Bool

  init(options: FormatOptions)

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile
}

extension DataFormat {
  static func recognizes(head: ArraySlice<UInt8>, path: String) -> Bool { false }
}

/// What a task says about the reading of its files.
struct FormatOptions {
  var sources = DataSources()
  let limits: ReadingLimits
  /// The files of labels of files of images.
  var labels: LabelFiles?
  /// The columns of tables whose values are texts exactly as they stand.
  var texts: Set<String> = []
  /// Where the values of tables are written; nil: in memory.
  var space: CacheSpace?
  /// What all recordings share.
  let sound = SoundReader()

  /// The most sequences of a file.
  var sequenceLimit: Int? { sources.limit }

  func bytes(of file: OpenFile) throws(DataError) -> [UInt8] {
    try file.bytes.all(limit: file.budget.limit, file: file.path)
  }
}

extension DataSources {
  /// How files are written; the raw values are the words of task files.
  public enum Format: String, Sendable, Hashable, Codable, CaseIterable {
    /// By the file's first bytes or its name; else a table.
    case automatic = "auto"
    /// Rows of fields, separated by commas, tabs, semicolons or spaces.
    case table
    /// NumPy arrays of rows and columns, or of sequences, rows and columns.
    case npy
    /// Series of the UEA and UCR archives with their `@` headers.
    case ts
    /// A table in which each row is a whole series: the class, then one value per step (the UCR archive's older
    /// format).
    case wide
    /// MNIST's arrays of images, whose rows become steps.
    case idx
    /// One row per time and variable, pivoted into one row per time.
    case long
    /// An object of JSON on each line.
    case jsonl
    /// Tables of Weka with the kinds of their columns.
    case arff
    /// Series of the Monash archive, each with its first time.
    case tsf
    /// Recordings, whose frames become rows of spectral features.
    case sound

    var type: any DataFormat.Type {
      switch self {
      case .automatic: DetectedFormat.self
      case .table: TableFormat.self
      case .npy: NpyFormat.self
      case .ts: TsFormat.self
      case .wide: WideFormat.self
      case .idx: IdxFormat.self
      case .long: LongFormat.self
      case .jsonl: JSONLinesFormat.self
      case .arff: ArffFormat.self
      case .tsf: TsfFormat.self
      case .sound: SoundFormat.self
      }
    }
  }
}

/// The format that recognizes a file by its first bytes or its name; else a table.
struct DetectedFormat: DataFormat {
  let options: FormatOptions

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile {
    var format: any DataFormat.Type = LongFormat.self
    if options.sources.long == nil {
      let head = try file.bytes.head(4096)
      format =
        DataSources.Format.allCases.map(\.type).first { $0.recognizes(head: head, path: file.path) }
        ?? options.sources.reading.likelyFormat?.type ?? TableFormat.self
      if JSONLinesFormat.isOnePiece(head, path: file.path) { throw ForeignFile.json.refusal(of: file.path) }
    }
    return try format.init(options: options).scan(file)
  }
}
