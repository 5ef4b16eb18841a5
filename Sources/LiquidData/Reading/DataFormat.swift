/// A way in which data files are written.
///
/// To add one, write a type that conforms, and give it a case in `DataSources.Format`; the compiler then asks for its row
/// below.
protocol DataFormat {
  /// Whether a file's first bytes or its name say that it has this format; false if only the task can say so.
  static func recognizes(head: ArraySlice<UInt8>, path: String) -> Bool

  init(_ options: FormatOptions)

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile
}

/// What a task says about the reading of its files.
struct FormatOptions {
  var sources = DataSources()
  let limits: ReadingLimits
  /// The files of labels of files of images.
  var labels: LabelFiles?

  /// The most sequences of a file.
  var sequenceLimit: Int? { sources.limit }

  func bytes(of file: OpenFile) throws(DataError) -> [UInt8] {
    try file.bytes.all(limit: limits.bytesInMemory, file: file.path)
  }
}

extension DataSources.Format {
  var type: any DataFormat.Type {
    switch self {
    case .automatic: DetectedFormat.self
    case .table: TableFormat.self
    case .npy: NpyFormat.self
    case .ts: TsFormat.self
    case .wide: WideFormat.self
    case .idx: IdxFormat.self
    case .long: LongFormat.self
    }
  }
}

/// The format that a file's first bytes or its name tell; a table if they tell none.
struct DetectedFormat: DataFormat {
  let options: FormatOptions

  init(_ options: FormatOptions) { self.options = options }

  static func recognizes(head: ArraySlice<UInt8>, path: String) -> Bool { false }

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile {
    var format: any DataFormat.Type = LongFormat.self
    if options.sources.long == nil {
      let head = try file.bytes.head(4096)
      format =
        DataSources.Format.allCases.map(\.type).first { $0.recognizes(head: head, path: file.path) }
        ?? TableFormat.self
    }
    return try format.init(options).scan(file)
  }
}
