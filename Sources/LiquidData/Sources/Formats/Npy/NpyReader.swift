/// Reads NumPy arrays: one index is a column's rows; two are rows and columns; three sequences, rows and columns.
struct NpyReader {
  let limits: ReadingLimits
  /// The most sequences of an array with three indices.
  let limit: Int?

  func read(_ bytes: [UInt8], file: String) throws(DataError) -> FileContents {
    let header = try NpyHeader(bytes, file: file)
    let shape = header.shape
    guard (1...3).contains(shape.count) else {
      throw DataError(
        .malformed(
          format: "NPY", reason: "its shape is \(NpyHeader.shown(shape)), and one to three indices are read"),
        file: file)
    }
    guard header.count > 0 else {
      throw DataError(
        .malformed(format: "NPY", reason: "its shape \(NpyHeader.shown(shape)) holds no values"), file: file)
    }
    let sequences = shape.count == 3 ? min(shape[0], limit ?? .max) : 1
    let rows = shape.count == 3 ? shape[1] : shape[0]
    let width = shape.count == 1 ? 1 : shape[shape.count - 1]
    // None of these is larger than the bytes that are there.
    try limits.checkValues(rows: sequences * rows, columns: width + 1, file: file)

    var columns: [Table.Column] = []
    if shape.count == 3 {
      let numbers = (0..<sequences).flatMap { repeatElement(Double($0 + 1), count: rows) }
      columns.append(Table.Column(name: ColumnName.sequence, values: .numbers(numbers)))
    }
    let named = columns.count
    for column in 0..<width {
      columns.append(
        Table.Column(
          name: ColumnName.numbered(column),
          values: .numbers(values(bytes, header, column, sequences: sequences, rows: rows, width: width))))
    }
    let size = header.dataStart + header.count * header.element.size
    return FileContents(
      file: file.sanitized, columns: columns, lines: Array(1...max(sequences * rows, 1)),
      warnings: size < bytes.count
        ? ["\(counted(bytes.count - size, "byte")) behind the array were left out"] : [],
      unnamed: Array(named..<columns.count), sequenceCount: shape.count == 3 ? sequences : nil)
  }

  private func values(
    _ bytes: [UInt8], _ header: NpyHeader, _ column: Int, sequences: Int, rows: Int, width: Int
  ) -> [Double] {
    let size = header.element.size
    let start = header.dataStart
    func load(_ first: Int, _ step: Int, _ count: Int) -> [Double] {
      header.element.values(
        in: bytes, from: start + first * size, stride: step * size, count: count,
        isBigEndian: header.isBigEndian)
    }
    guard header.isFortran else {
      // Rows of all sequences follow one another.
      return load(column, width, sequences * rows)
    }
    if header.shape.count < 3 { return load(column * rows, 1, rows) }
    let total = header.shape[0]
    return (0..<sequences).flatMap { load($0 + total * rows * column, total, rows) }
  }
}
