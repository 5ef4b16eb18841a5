/// Reads MNIST's files: every image becomes a sequence of its rows.
struct IdxReader {
  let limits: ReadingLimits
  /// The most images.
  let limit: Int?

  /// - Parameter labels: the bytes and the name of the file with a label an image.
  func read(
    _ bytes: [UInt8], labels: (bytes: [UInt8], file: String)?, file: String
  ) throws(DataError) -> FileContents {
    if bytes.count > 3, bytes[3] == 1 { return try readLabels(bytes, file: file) }
    let array = try IdxArray(bytes, indices: 3, file: file)
    let names = try labels.map { labels throws(DataError) in
      try checked(IdxArray(labels.bytes, indices: 1, file: labels.file), images: array.shape[0], labels.file)
    }
    let (count, rows, width) = (min(array.shape[0], limit ?? .max), array.shape[1], array.shape[2])
    try limits.checkValues(rows: count * rows, columns: width + 2, file: file)

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
    return FileContents(
      file: file.sanitized, columns: columns, lines: Array(1...count * rows), unnamed: Array(1...width),
      sequenceCount: count)
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

  /// A file of labels by itself: one column.
  private func readLabels(_ bytes: [UInt8], file: String) throws(DataError) -> FileContents {
    let array = try IdxArray(bytes, indices: 1, file: file)
    let count = min(array.shape[0], limit ?? .max)
    let values = bytes[array.start..<array.start + count].map { Double($0) }
    return FileContents(
      file: file.sanitized, columns: [Table.Column(name: ColumnName.label, values: .numbers(values))],
      lines: Array(1...count))
  }
}
