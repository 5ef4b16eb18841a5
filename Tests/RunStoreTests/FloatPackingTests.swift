import Liquid
import RunStore
import Testing

@Suite struct FloatPackingTests {
  private func packed(_ values: [Float], _ packing: FloatPacking) -> (size: Int, values: [Float]?) {
    var bytes: [UInt8] = []
    packing.append(values, to: &bytes)
    var rest = bytes[...]
    let read = FloatPacking.take(from: &rest)
    #expect(rest.isEmpty)
    return (bytes.count, read)
  }

  /// Values over so many binades around 1, with the extraordinary ones among them.
  private func values(seed: UInt64, binades: Double, signed: Bool) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<300).map { _ in
      switch Int.random(in: 0..<20, using: &generator) {
      case 0: return 0
      case 1: return .infinity
      case 2: return .nan
      default:
        let exponent = Int.random(in: Int(-binades / 2)...Int(binades / 2), using: &generator)
        let value = Float(
          sign: .plus, exponent: exponent, significand: Float.random(in: 1..<2, using: &generator))
        return signed && Bool.random(using: &generator) ? -value : value
      }
    }
  }

  @Test(arguments: 0..<UInt64(20))
  func timeConstantsOfAnyMagnitudeTakeTwoBytes(seed: UInt64) throws {
    let values = values(seed: seed, binades: 60, signed: false)
    #expect(FloatPacking.relativeError(for: values) == .range)
    let (size, read) = packed(values, .range)
    #expect(size == 9 + 2 * values.count)
    #expect(close(values, try #require(read), relative: 0x1p-11), "seed \(seed)")
  }

  @Test(arguments: 0..<UInt64(20))
  func readingsOfAnyMagnitudeTakeTwoBytes(seed: UInt64) throws {
    let scale = Float(sign: .plus, exponent: Int(seed) * 10 - 100, significand: 1)
    let values = values(seed: seed, binades: 40, signed: true).map { $0 * scale }
    let (size, read) = packed(values, .scaled)
    #expect(size == 9 + 2 * values.count)
    #expect(closeToLargest(values, try #require(read)), "seed \(seed)")
  }

  @Test func whatFitsNoShortFormIsExact() {
    for values: [Float] in [[1e-30, 1e30], [-1, 1e6], [.leastNonzeroMagnitude, 1]] {
      let packing = FloatPacking.relativeError(for: values)
      #expect(packing == .single && packed(values, packing).values == values)
    }
    #expect(packed([.greatestFiniteMagnitude, 1], .scaled).values?.first?.isFinite == true)
    #expect(packed([], .scaled).values == [] && packed([.nan, 1], .range).values?.last == 1)
    #expect(FloatPacking.boundedError(for: [70_000]) == .scaled)
  }

  @Test func headersThatNoEncoderMakesAreHarmless() {
    for type: UInt8 in [3, 5] {
      for fill: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        var bytes = ([type, 2, 0, 0, 0] + Array(repeating: fill, count: 8))[...]
        #expect(FloatPacking.take(from: &bytes)?.count == 2)
        var short = ([type, 2, 0, 0, 0] + Array(repeating: fill, count: 7))[...]
        #expect(FloatPacking.take(from: &short) == nil)
      }
    }
  }
}
