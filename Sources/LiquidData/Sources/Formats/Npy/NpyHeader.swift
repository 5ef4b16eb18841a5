/// What a NumPy file says about its array.
struct NpyHeader {
  let element: NpyElement
  let isBigEndian: Bool
  /// Whether the first index runs fastest (Fortran) rather than the last (C).
  let isFortran: Bool
  let shape: [Int]
  /// Where the numbers begin.
  let dataStart: Int
  /// How many there are; the product is known to fit.
  let count: Int

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

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

  /// "(1000, 17)", cut where it is long.
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
