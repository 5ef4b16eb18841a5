import RunStore
import Testing

@Suite("CRC-32C") struct CRC32CTests {
  /// The vectors of RFC 3720, appendix B.4, and the usual check value.
  private static let vectors: [(bytes: [UInt8], checksum: UInt32)] = [
    ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
    ([UInt8](0..<32), 0x46DD_794E), ([UInt8]((0..<32).reversed()), 0x113F_DB5C),
    ([UInt8]("123456789".utf8), 0xE306_9283), ([], 0),
  ]

  @Test(arguments: vectors.indices) func published(index: Int) {
    #expect(CRC32C.checksum(Self.vectors[index].bytes) == Self.vectors[index].checksum)
  }
}
