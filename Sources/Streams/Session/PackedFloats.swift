import Foundation

/// Numbers by their bits: exact, whatever they are, and short in a file.
struct PackedFloats: Sendable, Hashable, Codable {
  let values: [Float]

  init(_ values: [Float]) { self.values = values }

  init(from decoder: any Decoder) throws {
    let bytes = try decoder.singleValueContainer().decode(Data.self)
    guard bytes.count % 4 == 0 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\(bytes.count) bytes of floats"))
    }
    values = bytes.withUnsafeBytes { raw in
      (0..<raw.count / 4).map {
        Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var bytes = Data(capacity: 4 * values.count)
    for value in values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    var container = encoder.singleValueContainer()
    try container.encode(bytes)
  }
}
