import Foundation

/// Numbers that are saved as their bytes: four for each, with the same bits when they are read, NaN among them, which JSON
/// has no word for.
package struct FloatBytes: Sendable, Codable {
  package let values: [Float]

  package init(_ values: [Float]) { self.values = values }

  /// - Throws: where the bytes are not those of whole numbers.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let bytes = try container.decode(Data.self)
    guard bytes.count.isMultiple(of: 4) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(bytes.count) bytes are not numbers of four bytes each")
    }
    var words = [UInt32](repeating: 0, count: bytes.count / 4)
    _ = words.withUnsafeMutableBytes { bytes.copyBytes(to: $0) }
    values = words.map { Float(bitPattern: UInt32(littleEndian: $0)) }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    // A key path here would take sixty times as long.
    let words = values.map { $0.bitPattern.littleEndian }
    try container.encode(words.withUnsafeBytes { Data($0) })
  }
}

/// Equal where the bits are, so that a NaN is equal to itself.
extension FloatBytes: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    left.values.elementsEqual(right.values) { $0.bitPattern == $1.bitPattern }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(values.count)
    for value in values { hasher.combine(value.bitPattern) }
  }
}
