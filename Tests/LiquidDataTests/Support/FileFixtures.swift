/// Packed files as small as they can be: nothing in them is compressed.
enum Packed {
  /// A gzip file with one stored block after another.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var start = 0
    repeat {
      let end = min(start + 0xFFFF, bytes.count)
      let count = UInt16(end - start)
      result.append(end == bytes.count ? 1 : 0)
      result += littleEndian(count) + littleEndian(~count) + bytes[start..<end]
      start = end
    } while start < bytes.count
    return result + littleEndian(crc32(bytes)) + littleEndian(UInt32(truncatingIfNeeded: bytes.count))
  }

  static func tar(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var result: [UInt8] = []
    for (name, bytes) in files {
      var header = [UInt8](repeating: 0, count: 512)
      func put(_ text: String, _ place: Int) {
        header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
      }
      put(name, 0)
      put("0000644", 100)
      put("0000000", 108)
      put("0000000", 116)
      put(octal(bytes.count, digits: 11), 124)
      put(octal(0, digits: 11), 136)
      put("        ", 148)
      put(name.hasSuffix("/") ? "5" : "0", 156)
      put("ustar", 257)
      put("00", 263)
      put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\0 ", 148)
      result += header + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
    }
    return result + [UInt8](repeating: 0, count: 1024)
  }

  static func zip(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var result: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in files {
      let size = UInt32(bytes.count)
      let common: [UInt8] =
        littleEndian(UInt16(10)) + [0, 0, 0, 0, 0, 0, 0x21, 0] + littleEndian(crc32(bytes))
        + littleEndian(size)
        + littleEndian(size) + littleEndian(UInt16(name.utf8.count)) + [0, 0]
      directory += Array("PK\u{1}\u{2}".utf8) + [10, 3] + common + [UInt8](repeating: 0, count: 6)
      directory +=
        littleEndian(UInt32(0o100644 << 16)) + littleEndian(UInt32(result.count)) + Array(name.utf8)
      result += Array("PK\u{3}\u{4}".utf8) + common + Array(name.utf8) + bytes
    }
    let count = littleEndian(UInt16(files.count))
    return result + directory + Array("PK\u{5}\u{6}".utf8) + [0, 0, 0, 0] + count + count
      + littleEndian(UInt32(directory.count)) + littleEndian(UInt32(result.count)) + [0, 0]
  }

  private static func octal(_ value: Int, digits: Int) -> String {
    let text = String(value, radix: 8)
    return String(repeating: "0", count: max(digits - text.count, 0)) + text
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
  }
}

func littleEndian<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
  (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

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
