import Text

/// MNIST's arrays of bytes: each image becomes a sequence of its rows.
struct IdxFormat: DataFormat {
  let options: FormatOptions

  static func recognizes(head: ArraySlice<UInt8>, path: String) -> Bool { IdxArray.begins(head) }

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile {
    let bytes = try options.bytes(of: file)
    let labels = try options.labels?.labels(of: file)
    return .columns(try columns(of: bytes, labels: labels, file: file.path, budget: file.budget))
  }

  /// - Parameter labels: the bytes and the name of the file with one label per image.
  private func columns(
    of bytes: [UInt8], labels: (bytes: [UInt8], file: String)?, file: String, budget: MemoryBudget
  ) throws(DataError) -> FileColumns {
    if bytes.count > 3, bytes[3] == 1 { return try labelColumn(of: bytes, file: file, budget: budget) }
    let array = try IdxArray(bytes, indices: 3, file: file)
    let names = try labels.map { labels throws(DataError) in
      try checked(IdxArray(labels.bytes, indices: 1, file: labels.file), images: array.shape[0], labels.file)
    }
    let (count, rows, width) = (
      min(array.shape[0], options.sequenceLimit ?? .max), array.shape[1], array.shape[2]
    )
    try budget.check(rows: count * rows, columns: width + 2)

    let sequences = (0..<count).flatMap { repeatElement(Double($0 + 1), count: rows) }
    var columns = [Table.Column(name: ColumnName.sequence, values: .numbers(sequences))]
    for column in 0..<width {
      let values = (0..<count * rows).map { Double(bytes[array.start + $0 * width + column]) }
      columns.append(Table.Column(name: ColumnName.numbered(column), values: .numbers(values)))
    }
    if let names {
      var codes = TextCodes()
      for image in 0..<count { codes.append(String(names.bytes[names.start + image]), times: rows) }
      columns.append(Table.Column(name: ColumnName.label, values: codes.values))
    }
    let stated = StatedRoles(
      sequence: ColumnName.sequence, target: names == nil ? nil : ColumnName.label,
      isOnePerSequence: names != nil)
    return FileColumns(
      file: file.sanitized, columns: columns, lines: RowLines(count: count * rows), unnamed: Array(1...width),
      sequenceCount: count, stated: stated)
  }

  private func checked(_ array: IdxArray, images: Int, _ file: String) throws(DataError) -> IdxArray {
    guard array.shape[0] == images else {
      throw DataError(
        .malformed(
          format: "IDX",
          reason: "\(counted(array.shape[0], "label")) for \(counted(images, "image"))"), file: file)
    }
    return array
  }

  /// The column of a file of labels alone.
  private func labelColumn(
    of bytes: [UInt8], file: String, budget: MemoryBudget
  ) throws(DataError) -> FileColumns {
    let array = try IdxArray(bytes, indices: 1, file: file)
    let count = min(array.shape[0], options.sequenceLimit ?? .max)
    try budget.check(rows: count, columns: 1)
    let values = bytes[array.start..<array.start + count].map { Double($0) }
    return FileColumns(
      file: file.sanitized, columns: [Table.Column(name: ColumnName.label, values: .numbers(values))],
      lines: RowLines(count: count))
  }
}

/// An array of bytes as in MNIST: the type, the number of indices, their sizes, then the bytes.
private struct IdxArray {
  /// Where the bytes start.
  let start: Int
  let shape: [Int]
  let bytes: [UInt8]

  /// Whether these are the first bytes of an array with one or three indices.
  static func begins(_ head: some Collection<UInt8>) -> Bool {
    [[0, 0, 8, 1], [0, 0, 8, 3]].contains { head.starts(with: $0) }
  }

  init(_ bytes: [UInt8], indices: Int, file: String) throws(DataError) {
    func refuse(_ reason: String) -> DataError {
      DataError(.malformed(format: "IDX", reason: reason), file: file)
    }
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0 else { throw refuse("it does not begin as one") }
    guard bytes[2] == 8 else { throw refuse("its elements are not bytes (type \(bytes[2]))") }
    guard Int(bytes[3]) == indices else {
      throw refuse("it has \(bytes[3]) indices where \(indices) are expected")
    }
    let start = 4 + 4 * indices
    guard bytes.count >= start else { throw refuse("it is cut short") }
    let shape = (0..<indices).map { index in
      (0..<4).reduce(0) { $0 << 8 | Int(bytes[4 + 4 * index + $1]) }
    }
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow else { throw refuse("its sizes are \(NpyHeader.shown(shape))") }
      count = product
    }
    guard count == bytes.count - start else {
      throw refuse(
        "its sizes \(NpyHeader.shown(shape)) need \(counted(count, "byte")), and there are \(bytes.count - start)"
      )
    }
    guard count > 0 else { throw refuse("its sizes \(NpyHeader.shown(shape)) hold no values") }
    self.start = start
    self.shape = shape
    self.bytes = bytes
  }
}

/// The files of labels of a task's files of images.
struct LabelFiles {
  private let labelPaths: [String: String]
  private let folder: String
  private let limits: ReadingLimits

  /// - Parameter labels: by the file of images, the file of its labels, as the task names them.
  init(_ labels: [String: String], folder: String, limits: ReadingLimits) throws(DataError) {
    var paths: [String: String] = [:]
    for (images, labels) in labels.sorted(by: { $0.key < $1.key }) {
      let path = joinedPath(folder, images)
      if paths.updateValue(joinedPath(folder, labels), forKey: realPath(path)) != nil {
        throw DataError(.namedTwice, file: path)
      }
    }
    labelPaths = paths
    self.folder = folder
    self.limits = limits
  }

  /// The labels' bytes and their file; nil if the task names none.
  func labels(of images: OpenFile) throws(DataError) -> (bytes: [UInt8], file: String)? {
    guard let path = labelPaths[realPath(images.path)] else { return nil }
    let opener = try FileOpener(DataSources(files: [path]), folder: "", limits: limits) { _ in }
    let opened = try opener.open { file throws(DataError) in
      try file.bytes.all(limit: file.budget.limit, file: path)
    }
    guard opened.count == 1 else { throw DataError(.severalMembers(names: opened.map(\.path)), file: path) }
    return (opened[0].value, path)
  }

  /// Throws if labels are named for a file that was not read.
  func checkAllUsed(by paths: [String]) throws(DataError) {
    let read = Set(paths.map(realPath))
    if let unused = labelPaths.keys.sorted().first(where: { !read.contains($0) }) {
      throw DataError(
        .badSources(reason: "labels are named for this file, and it is not among the files"), file: unused)
    }
  }
}
