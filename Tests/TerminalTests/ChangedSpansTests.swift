import Screen
import Terminal
import TestSupport
import Testing

@Suite struct ChangedSpansTests {
  private static let styles = [Style(), Style(.focus), Style(.value, on: .selection)]

  private func row(_ text: String, _ style: Style = Style()) -> Grid {
    var grid = Grid(size: Size(columns: 12, rows: 1))
    grid.draw(text, x: 0, y: 0, style: style)
    return grid
  }

  @Test func anUnchangedRowHasNone() {
    #expect(ChangedSpans.of(row("a b 速").row(0), from: row("a b 速").row(0)) == [])
  }

  @Test func onlyWhatChangedIsCopiedWithTheBlanksBesideIt() {
    #expect(ChangedSpans.of(row("abcdefghijkl").row(0), from: row("abXdefghijkl").row(0)) == [2..<3])
    #expect(ChangedSpans.of(row("ab  efgh jkl").row(0), from: row("ab  efXh jkl").row(0)) == [6..<7])
    #expect(ChangedSpans.of(row("ab  efgh jkl").row(0), from: row("ab cefgh jkl").row(0)) == [1..<4])
  }

  /// Whatever is left out is as it was, and so is all that its look depends on.
  @Test func whatIsLeftOutLooksAsItDid() {
    withSeeds(300) { seed, random in
      func any() -> Grid {
        var grid = Grid(size: Size(columns: 30, rows: 1))
        var x = 0
        while x < 30 {
          let text = ["a", "b", " ", " ", "速", "⣿"][Int.random(in: 0..<6, using: &random)]
          let style = Self.styles[Int.random(in: 0..<3, using: &random)]
          x += max(1, grid.draw(text, x: x, y: 0, width: 30 - x, style: style))
        }
        return grid
      }
      let former = any()
      var grid = any()
      // Mostly like the former one.
      for x in 0..<30 where Int.random(in: 0..<4, using: &random) > 0 {
        guard !former[x, 0].isContinuation, !grid[x, 0].isContinuation, !grid[x + 1, 0].isContinuation,
          x == 29 || !former[x + 1, 0].isContinuation
        else { continue }
        grid[x, 0] = former[x, 0]
      }
      let spans = ChangedSpans.of(grid.row(0), from: former.row(0))
      #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }, "seed \(seed)")
      for x in 0..<30 where !spans.contains(where: { $0.contains(x) }) {
        var place = x
        while true {
          #expect(grid[place, 0] == former[place, 0], "seed \(seed), column \(x)")
          guard place > 0, grid[place, 0].isContinuation || grid[place, 0].character == " " else { break }
          place -= 1
        }
      }
      for span in spans {
        #expect(!grid[span.lowerBound, 0].isContinuation, "seed \(seed)")
        #expect(span.upperBound == 30 || !grid[span.upperBound, 0].isContinuation, "seed \(seed)")
      }
    }
  }
}
