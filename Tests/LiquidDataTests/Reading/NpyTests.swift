import LiquidData
import Testing

@Suite struct NpyTests {
  private func read(_ bytes: [UInt8], limit: Int? = nil) throws -> Table {
    try DataFolder(["a.npy": bytes]).read(DataSources(files: ["a.npy"], limit: limit))
  }

  private func failure(_ bytes: [UInt8]) throws -> String {
    try DataFolder(["a.npy": bytes]).failure(DataSources(files: ["a.npy"], format: .npy))
  }

  @Test("Two indices are rows and columns, in either order of memory", arguments: 1...3 as ClosedRange<UInt8>)
  func orders(version: UInt8) throws {
    let values = float64Bytes([1, 2, 3, 4, 5, 6])
    let table = try read(npyFile(shape: "(3, 2)", version: version, values))
    #expect(table.columnNames == ["column 1", "column 2"] && table.lines == [1, 2, 3])
    #expect(numbers(table, "column 1") == [1, 3, 5] && numbers(table, "column 2") == [2, 4, 6])
    let other = try read(npyFile(fortran: true, shape: "(3, 2)", version: version, values))
    #expect(numbers(other, "column 1") == [1, 2, 3] && numbers(other, "column 2") == [4, 5, 6])
  }

  @Test("Three indices are sequences, rows and columns")
  func sequences() throws {
    let values = float64Bytes((0..<12).map(Double.init))
    let table = try read(npyFile(shape: "(2, 3, 2)", values))
    #expect(numbers(table, "sequence") == [1, 1, 1, 2, 2, 2])
    #expect(numbers(table, "column 1") == [0, 2, 4, 6, 8, 10])
    let fortran = try read(npyFile(fortran: true, shape: "(2, 3, 2)", values))
    // Element (s, r, c) is number s + 2 r + 6 c.
    #expect(numbers(fortran, "column 1") == [0, 2, 4, 1, 3, 5])
    #expect(numbers(fortran, "column 2") == [6, 8, 10, 7, 9, 11])
    for isFortran in [false, true] {
      let first = try read(npyFile(fortran: isFortran, shape: "(2, 3, 2)", values), limit: 1)
      #expect(first.rowCount == 3 && numbers(first, "column 2") == (isFortran ? [6, 8, 10] : [1, 3, 5]))
    }
  }

  @Test("One index is a column")
  func single() throws {
    #expect(try numbers(read(npyFile(shape: "(3,)", float64Bytes([7, 8, 9]))), "column 1") == [7, 8, 9])
  }

  @Test(
    "Every type of number is read, in either order of bytes",
    arguments: [
      ("<f8", littleEndian((-1.5).bitPattern), -1.5),
      (">f8", littleEndian((-1.5).bitPattern).reversed(), -1.5),
      ("<f4", littleEndian(Float(0.25).bitPattern), 0.25),
      (">f4", littleEndian(Float(0.25).bitPattern).reversed(), 0.25),
      ("<f2", [0x00, 0x3E], 1.5), (">f2", [0xC0, 0x00], -2), ("<f2", [0x01, 0x00], 5.960464477539063e-8),
      ("|i1", [0xFE], -2), ("|u1", [0xFE], 254), ("<i2", [0xFE, 0xFF], -2), (">u2", [0x01, 0x02], 258),
      ("<i4", littleEndian(Int32(-70_000)), -70_000), (">u4", [0xFF, 0, 0, 0], 4_278_190_080),
      ("<i8", littleEndian(Int64(-1) << 40), -1_099_511_627_776),
      ("<u8", littleEndian(UInt64(1) << 40), 0x1p40),
      ("|b1", [1], 1), ("|b1", [0], 0),
    ] as [(String, [UInt8], Double)])
  func types(descr: String, bytes: [UInt8], value: Double) throws {
    #expect(try numbers(read(npyFile(descr: descr, shape: "(1,)", bytes)), "column 1") == [value])
  }

  @Test("What is not finite is missing")
  func notFinite() throws {
    let table = try read(npyFile(shape: "(4,)", float64Bytes([.nan, .infinity, -.infinity, 1])))
    #expect(numbers(table, "column 1").map(\.isNaN) == [true, true, true, false])
    let halves = try read(npyFile(descr: "<f2", shape: "(2,)", [0x00, 0x7C, 0x01, 0x7C]))
    #expect(numbers(halves, "column 1").map(\.isNaN) == [true, true])
  }

  @Test(
    "A header that does not hold is refused with its reason",
    arguments: [
      (npyFile(shape: "(3, 2)", float64Bytes([1, 2])), "needs more than the 16 bytes it has"),
      (npyFile(shape: "(4611686018427387904, 4)", []), "its shape is (4611686018427387904, 4)"),
      (npyFile(shape: "(1152921504606846976, 2)", []), "needs more than the 0 bytes"),
      (npyFile(shape: "(-1, 2)", []), "its shape is (-1, 2)"),
      (npyFile(shape: "(0, 2)", []), "holds no values"),
      (npyFile(shape: "()", float64Bytes([1])), "one to three indices"),
      (npyFile(shape: "(1, 1, 1, 1)", float64Bytes([1])), "one to three indices"),
      (npyFile(descr: "<c16", shape: "(1,)", float64Bytes([1, 2])), "its elements are '<c16'"),
      (npyFile(descr: "|O", shape: "(1,)", float64Bytes([1])), "its elements are '|O'"),
      (npyFile(shape: "(1,)", version: 9, float64Bytes([1])), "its version is 9"),
      (Array(npyFile(shape: "(1,)", float64Bytes([1])).prefix(30)), "its header is cut short"),
      (Array("text".utf8), "it is cut short"), ([], "it is cut short"),
    ])
  func refused(bytes: [UInt8], reason: String) throws {
    let message = try failure(bytes)
    #expect(
      message.hasPrefix("a.npy: this cannot be read as NPY: ") && message.contains(reason), "\(message)")
  }

  @Test("Bytes after the array are left out with a warning")
  func trailing() throws {
    let table = try read(npyFile(shape: "(1,)", float64Bytes([1, 2])))
    #expect(table.rowCount == 1 && table.warnings == ["8 bytes after the array were left out"])
  }

  @Test("The task names the columns, all or none")
  func names() throws {
    let folder = try DataFolder(["a.npy": npyFile(shape: "(1, 2)", float64Bytes([1, 2]))])
    #expect(
      try folder.read(DataSources(files: ["a.npy"], columnNames: ["x", "y"])).columnNames == ["x", "y"])
    #expect(
      folder.failure(DataSources(files: ["a.npy"], columnNames: ["x"]))
        == "a.npy: 1 column name for 2 columns; name every column that the file does not name")
  }
}
