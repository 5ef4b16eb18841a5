import LiquidData
import LnnTop
import Testing

@Suite("The bar while data are read")
struct ReadingBarTests {
  @Test("It names the file and its place, and counts whole files and the bytes of this one")
  func line() {
    let half = ReadingProgress(index: 2, count: 4, file: "some/folder/p3.csv", bytes: 50, totalBytes: 100)
    #expect(ReadingBar.line(half, columns: 80) == "reading 3 of 4, p3.csv  [############--------] 62 %")
    let alone = ReadingProgress(index: 0, count: 1, file: "a.csv", bytes: 0, totalBytes: 0)
    #expect(ReadingBar.line(alone, columns: 80) == "reading, a.csv  [--------------------] 0 %")
  }

  @Test("It is shorter than the terminal is wide, whatever it is told", arguments: 0..<120)
  func fits(columns: Int) {
    let name = String(repeating: "long", count: 50)
    let odd = ReadingProgress(index: 9, count: 3, file: name, bytes: 7, totalBytes: 5)
    #expect(ReadingBar.line(odd, columns: columns).count <= max(0, columns - 1))
  }
}
