/// A NumPy file with this header and these bytes.
func npyFile(
  descr: String = "<f8", fortran: Bool = false, shape: String, version: UInt8 = 1, _ data: [UInt8]
) -> [UInt8] {
  let start = version == 1 ? 10 : 12
  var header = "{'descr': '\(descr)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }"
  header += String(repeating: " ", count: 63 - (start + header.utf8.count) % 64) + "\n"
  let count = header.utf8.count
  return [0x93] + Array("NUMPY".utf8) + [version, 0]
    + (version == 1 ? littleEndian(UInt16(count)) : littleEndian(UInt32(count))) + Array(header.utf8) + data
}

func float64Bytes(_ values: [Double]) -> [UInt8] { values.flatMap { littleEndian($0.bitPattern) } }

/// An array of bytes as MNIST has them.
func idxFile(_ sizes: [UInt32], _ data: [UInt8]) -> [UInt8] {
  [0, 0, 8, UInt8(sizes.count)] + sizes.flatMap { littleEndian($0.byteSwapped) } + data
}
