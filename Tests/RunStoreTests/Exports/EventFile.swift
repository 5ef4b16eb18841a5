import RunStore

/// An event file as a reader of protocol buffers sees it, without what lnn-top writes it with.
struct EventFile {
  struct Scalar: Hashable {
    var step: UInt64
    var tag: String
    var value: Float
  }

  private(set) var scalars: [Scalar] = []
  private(set) var texts: [String] = []
  private(set) var versions: [String] = []
  /// Every event's seconds since 1970.
  private(set) var times: [Double] = []

  /// Nil where a length or checksum is wrong.
  init?(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard rest.count >= 16 else { return nil }
      let length = rest.prefix(8)
      let size = Int(number(length))
      guard rest.count >= 16 + size else { return nil }
      let event = rest.dropFirst(12).prefix(size)
      guard number(rest.dropFirst(8).prefix(4)) == masked(length),
        number(rest.dropFirst(12 + size).prefix(4)) == masked(event), read(event)
      else { return nil }
      rest = rest.dropFirst(16 + size)
    }
  }

  private mutating func read(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let event = fields(bytes) else { return false }
    times.append(Double(bitPattern: number(event[1]?.first ?? [])))
    versions += (event[3] ?? []).map { String(decoding: $0, as: UTF8.self) }
    let step = number(event[2]?.first ?? [])
    for value in (event[5] ?? []).flatMap({ fields($0)?[1] ?? [] }) {
      guard let entry = fields(value), let tag = entry[1]?.first else { return false }
      if let simple = entry[2]?.first {
        let value = Float(bitPattern: UInt32(number(simple)))
        scalars.append(Scalar(step: step, tag: String(decoding: tag, as: UTF8.self), value: value))
      } else if let tensor = entry[8]?.first, let text = fields(tensor)?[8]?.first {
        texts.append(String(decoding: text, as: UTF8.self))
      }
    }
    return true
  }

  /// The raw values of a message by field number; whole numbers as eight bytes.
  private func fields(_ bytes: ArraySlice<UInt8>) -> [UInt64: [ArraySlice<UInt8>]]? {
    var (rest, result) = (bytes, [UInt64: [ArraySlice<UInt8>]]())
    while !rest.isEmpty {
      let key = varint(&rest)
      let size: Int
      switch key & 7 {
      case 0:
        let value = varint(&rest)
        result[key >> 3, default: []].append(
          (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }[...])
        continue
      case 1: size = 8
      case 2: size = Int(varint(&rest))
      case 5: size = 4
      default: return nil
      }
      guard rest.count >= size else { return nil }
      result[key >> 3, default: []].append(rest.prefix(size))
      rest = rest.dropFirst(size)
    }
    return result
  }

  private func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64 {
    var (value, shift) = (UInt64(0), UInt64(0))
    while let byte = rest.popFirst() {
      value |= UInt64(byte & 0x7F) << shift
      shift += 7
      if byte & 0x80 == 0 { break }
    }
    return value
  }

  private func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private func masked(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    let checksum = CRC32C.checksum(bytes)
    return UInt64((checksum >> 15 | checksum << 17) &+ 0xA282_EAD8)
  }
}
