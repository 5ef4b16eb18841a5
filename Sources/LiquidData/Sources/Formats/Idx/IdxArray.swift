/// An array of bytes as MNIST has them: the type, the number of indices, their sizes, then the bytes.
struct IdxArray {
  /// Where the bytes begin.
  let start: Int
  let shape: [Int]
  let bytes: [UInt8]

  /// Whether a file that begins so is one of one or three indices.
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
