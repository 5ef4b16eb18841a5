import Testing
import Text

@Suite struct SaturatingArithmeticTests {
  @Test(arguments: [
    (0.0, 0), (-0.0, 0), (2.9, 2), (-2.9, -2), (1e15, 1_000_000_000_000_000), (1e19, .max), (-1e19, .min),
    (.infinity, .max), (-.infinity, .min), (.nan, 0), (.leastNonzeroMagnitude, 0), (0x1p63, .max),
    (-0x1p63, .min),
  ])
  func conversion(value: Double, expected: Int) {
    #expect(Int(saturating: value) == expected)
  }

  @Test func sumsAndProducts() {
    let edges = [Int.min, .min + 1, -1, 0, 1, 2, .max - 1, .max]
    for first in edges {
      for second in edges {
        let (product, sum) = (Double(first) * Double(second), Double(first) + Double(second))
        #expect(Double(first.saturatingProduct(second)) == min(max(product, -0x1p63), 0x1p63))
        #expect((Double(first.saturatingSum(second)) - min(max(sum, -0x1p63), 0x1p63)).magnitude <= 2)
      }
    }
  }
}
