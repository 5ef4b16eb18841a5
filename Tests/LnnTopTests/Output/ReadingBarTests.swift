import LiquidData
import LnnTop
import Testing

@Suite("The bar while data are read")
struct ReadingBarTests {
  @Test("It names the file and its place, and fills with the bytes of all of them")
  func line() {
    let half = ReadingProgress(index: 2, count: 4, file: "some/folder/p3.csv", bytesRead: 50, bytesInAll: 80)
    #expect(ReadingBar.line(half, columns: 80) == "reading 3 of 4, p3.csv  [############--------] 62 %")
    let alone = ReadingProgress(index: 0, count: 1, file: "a.csv", bytesRead: 0, bytesInAll: 0)
    #expect(ReadingBar.line(alone, columns: 80) == "reading, a.csv  [####################] 100 %")
  }

  @Test("It is shorter than the terminal is wide, whatever it is told", arguments: 0..<120)
  func fits(columns: Int) {
    let name = String(repeating: "long", count: 50)
    let odd = ReadingProgress(index: 9, count: 3, file: name, bytesRead: 7, bytesInAll: 5)
    #expect(ReadingBar.line(odd, columns: columns).count <= max(0, columns - 1))
  }
}
