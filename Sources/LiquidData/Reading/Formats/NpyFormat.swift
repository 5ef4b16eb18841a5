import Text

/// NumPy arrays: one axis is the rows of a column; two are rows and columns; three are sequences, rows and columns.
struct NpyFormat: DataFormat {
  let options: FormatOptions

  static func recognizes(head: ArraySlice<UInt8>, path: String) -> Bool { head.starts(with: NpyHeader.magic) }

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile {
    .columns(try columns(of: options.bytes(of: file), file: file.path, budget: file.budget))
  }

  private func columns(
    of bytes: [UInt8], file: String, budget: MemoryBudget
  ) throws(DataError) -> FileColumns {
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
    let sequences = shape.count == 3 ? min(shape[0], options.sequenceLimit ?? .max) : 1
    let rows = shape.count == 3 ? shape[1] : shape[0]
    let width = shape.count == 1 ? 1 : shape[shape.count - 1]
    // None of these is larger than the bytes that are there.
    try budget.check(rows: sequences * rows, columns: width + 1)

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
    return FileColumns(
      file: file.sanitized, columns: columns, lines: RowLines(count: max(sequences * rows, 1)),
      warnings: size < bytes.count
        ? ["\(counted(bytes.count - size, "byte")) after the array were left out"] : [],
      unnamed: Array(named..<columns.count), sequenceCount: shape.count == 3 ? sequences : nil,
      stated: StatedRoles(sequence: shape.count == 3 ? ColumnName.sequence : nil))
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

/// The header of a NumPy file.
struct NpyHeader {
  let element: NpyElement
  let isBigEndian: Bool
  /// Whether the first index changes fastest (Fortran), not the last (C).
  let isFortran: Bool
  let shape: [Int]
  /// Where the numbers start.
  let dataStart: Int
  /// The number of elements; the product of the shape is known not to overflow.
  let count: Int

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The most bytes of a header. NumPy itself reads ten thousand.
  private static let longest = 1 << 16

  /// Reads the header of versions 1 to 3.
  init(_ bytes: [UInt8], file: String) throws(DataError) {
    func refuse(_ reason: String) -> DataError {
      DataError(.malformed(format: "NPY", reason: reason), file: file)
    }
    guard bytes.count >= 10, bytes.starts(with: Self.magic) else { throw refuse("it is cut short") }
    let lengthBytes = bytes[6] == 1 ? 2 : 4
    guard (1...3).contains(bytes[6]) else { throw refuse("its version is \(bytes[6]), and 1 to 3 are known") }
    guard bytes.count >= 8 + lengthBytes else { throw refuse("it is cut short") }
    let length = (0..<lengthBytes).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    guard length <= Self.longest else {
      throw refuse("its header is longer than \(counted(Self.longest, "byte"))")
    }
    dataStart = 8 + lengthBytes + length
    guard bytes.count >= dataStart else { throw refuse("its header is cut short") }

    var literal = PythonLiteral(bytes[(8 + lengthBytes)..<dataStart])
    guard let values = literal.dictionary() else { throw refuse("its header is not a dictionary") }
    guard case .text(let description)? = values["descr"] else {
      throw refuse("its elements are not plain numbers")
    }
    guard let (element, isBigEndian) = NpyElement.parse(description) else {
      throw refuse("its elements are '\(description.displayed)', and integers, floats and booleans are read")
    }
    guard case .truth(let isFortran)? = values["fortran_order"], case .tuple(let shape)? = values["shape"]
    else {
      throw refuse("its header lacks the order or the shape")
    }
    guard let count = Self.product(shape) else { throw refuse("its shape is \(Self.shown(shape))") }
    self.element = element
    self.isBigEndian = isBigEndian
    self.isFortran = isFortran
    self.shape = shape
    self.count = count
    let (size, overflow) = count.multipliedReportingOverflow(by: element.size)
    let found = bytes.count - dataStart
    guard !overflow, size <= found else {
      throw refuse("its shape \(Self.shown(shape)) needs more than the \(counted(found, "byte")) it has")
    }
  }

  /// "(1000, 17)"; a long shape is cut.
  static func shown(_ shape: [Int]) -> String {
    "(" + shape.prefix(6).map(String.init).joined(separator: ", ") + (shape.count > 6 ? ", …)" : ")")
  }

  private static func product(_ shape: [Int]) -> Int? {
    var product = 1
    for size in shape {
      guard size >= 0 else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }
}
