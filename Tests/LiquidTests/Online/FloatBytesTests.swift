import Foundation
import Liquid
import Testing

@Suite struct FloatBytesTests {
  @Test("numbers are read with the same bits, in four bytes each")
  func bits() throws {
    let values: [Float] = [
      0, -0.0, .nan, -.nan, Float(bitPattern: 0x7fc0_1234), .infinity, -.infinity, .leastNonzeroMagnitude,
      .pi,
    ]
    for values in [values, []] {
      let bytes = FloatBytes(values)
      let json = try JSONDecoder().decode([FloatBytes].self, from: JSONEncoder().encode([bytes]))
      let list = try PropertyListDecoder().decode(
        [FloatBytes].self, from: PropertyListEncoder().encode([bytes]))
      #expect(json == [bytes] && list == [bytes])
      #expect(json[0].values.map(\.bitPattern) == values.map(\.bitPattern))
    }
    #expect(FloatBytes([0]) != FloatBytes([-0.0]))
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    #expect(try encoder.encode([FloatBytes(Array(repeating: .pi, count: 10_000))]).count < 40_200)
  }

  @Test("bytes that are no whole numbers are an error")
  func mistakes() {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([FloatBytes].self, from: Data(#"["AAAAAAA="]"#.utf8))
    }
  }
}
