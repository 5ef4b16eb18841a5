import Foundation
import Screen
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("speed", 5), ("", 0), ("速度", 4), ("ｶﾅ", 2), ("한국", 4), ("e\u{301}te\u{301}", 3), ("😀", 2), ("τ Δ", 3),
    ("⣿█▁", 3),
  ])
  func widthsAreThoseOfTheTerminal(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }

  @Test func widthsAgreeWithTheSystem() throws {
    // The C library has its own table; where it knows a printable character both must agree.
    try #require(setlocale(LC_CTYPE, "C.UTF-8") != nil)
    let symbol = try #require(dlsym(nil, "wcwidth"))
    // Sound because POSIX gives wcwidth this signature; Glibc's module does not declare it.
    let systemWidth = unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Int32).self)
    var differences: [String] = []
    for value in UInt32(0x20)...0x1FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let system = Int(systemWidth(Int32(value)))
      guard system > 0, TextCell.cells(of: String(Character(scalar))).first?.character == Character(scalar)
      else {
        continue
      }
      if DisplayWidth.of(scalar) != system { differences.append(String(value, radix: 16)) }
    }
    #expect(differences.isEmpty, "\(differences.prefix(40))")
  }
}
