import Dashboard
import Screen
import Telemetry
import Testing

/// A classifier of a text and the run of it that explains itself: 'bad' speaks against, 'good' for the answer.
private let words = ["not", "a", "bad", "film", ",", "but", "good", "."]

private func state(_ words: [String] = words, part: (Int) -> Float) -> DashboardState {
  var fixture = ExplanationFixture(
    run: RunFixture(
      neurons: 6, inputs: ["text"], outputs: ["neg", "pos"], kind: "classification", cell: "cfc",
      steps: words.count, words: words, indexedInputs: [0]))
  fixture.output = 1
  var frame = fixture.frame
  // The last step comes first.
  frame.probe.explanation?.lagParts = words.indices.reversed().map(part)
  var state = DashboardState.fixture(fixture.run, frame: frame)
  state.press("7")
  return state
}

private func opinion(_ step: Int) -> Float { words[step] == "bad" ? -0.75 : words[step] == "good" ? 0.5 : 0 }

/// Where a text begins on the screen.
private func place(of text: String, in grid: Grid) -> (x: Int, y: Int)? {
  for y in 0..<grid.size.rows {
    let row = String((0..<grid.size.columns).map { grid[$0, y].character })
    if let range = row.range(of: text) {
      return (row.distance(from: row.startIndex, to: range.lowerBound), y)
    }
  }
  return nil
}

@Suite struct TextPartsTests {
  @Test("Why shows a text with each word on the colour of its part, and the largest in numbers")
  func byWord() throws {
    let state = state(part: opinion)
    let grid = state.screen
    let start = try #require(place(of: "not a bad film , but good .", in: grid), "\(grid.plainText)")
    let (bad, good) = (grid[start.x + 6, start.y].style, grid[start.x + 21, start.y].style)
    #expect(bad.foreground == .error && bad.heat?.upper.level == UInt8(Heat.levels))
    #expect(good.foreground == .focus && good.heat?.upper.level ?? 0 > 0)
    #expect(grid[start.x, start.y].style.heat?.upper.level == 0)
    #expect(place(of: "most by bad -0.750, good +0.500", in: grid) != nil)
    // The lags of a text are its words.
    #expect(!grid.plainText.contains("influence by lag"))
    #expect(grid.plainText.contains("the vectors of words at zero"))
  }

  @Test("A click on a word moves the time cursor there; what comes after it has no part")
  func click() throws {
    var state = state(part: opinion)
    let start = try #require(place(of: "not a bad film", in: state.screen))
    let effects = state.mouse(.press, start.x + 7, start.y)
    #expect(state.cursorStep == 2)
    #expect(
      effects.contains {
        if case .send(.setProbeCursor(2)) = $0 { true } else { false }
      })
    #expect(state.screen[start.x + 6, start.y].style.isReversed)
  }

  @Test("Inputs shows a text as its words, not as a curve of indices")
  func inputs() {
    var state = state(part: opinion)
    state.press("5")
    let text = state.screen.plainText
    #expect(text.ranges(of: "not a bad film , but good .").count == 2, "\(text)")
  }

  @Test("A matrix of inputs says that an index has no derivative")
  func matrix() {
    var state = state(part: opinion)
    let isFound = (0..<3).contains { _ in
      state.press("v")
      return state.screen.plainText.contains("no input is a number")
    }
    #expect(isFound, "\(state.screen.plainText)")
    // Another matrix is there.
    let isGone = (0..<3).contains { _ in
      state.press("v")
      return !state.screen.plainText.contains("no input is a number")
    }
    #expect(isGone)
  }

  @Test("Long texts scroll to the cursor, characters stand side by side, broken numbers are drawn")
  func long() {
    let many = (0..<3_000).map { "word\($0)" }
    var state = state(many) { _ in .nan }
    #expect(state.screen.plainText.contains("word0 word1"))
    for _ in 0..<9 { state.press(.shiftRight) }
    #expect(state.screen.plainText.contains("word2699"), "\(state.screen.plainText)")
    let letters = "so so film".map { String($0) }
    #expect(TextPartsTests.screen(letters).contains("so so film"))
    for size in [Size(columns: 20, rows: 6), Size(columns: 40, rows: 12), Size(columns: 300, rows: 90)] {
      _ = reduce(&state, .resized(size))
      #expect(state.screen.faults.isEmpty)
    }
  }

  @Test("Each panel that shows a text scrolls its own, and the time cursor brings all of them back")
  func ownScrolls() throws {
    var state = state((0..<3_000).map { "word\($0)" }) { _ in 0 }
    func shows(_ words: String) -> Bool { state.screen.plainText.contains(words) }
    let start = try #require(place(of: "word0 word1", in: state.screen))
    for _ in 0..<5 { _ = state.mouse(.wheelDown, start.x, start.y) }
    #expect(!shows("word0 word1"))
    state.press("5")
    #expect(shows("word0 word1"), "\(state.screen.plainText)")
    state.press("7")
    #expect(!shows("word0 word1"), "\(state.screen.plainText)")
    state.press(.shiftRight)
    #expect(shows("word299 "), "\(state.screen.plainText)")
  }

  private static func screen(_ words: [String]) -> String {
    state(words) { Float($0) }.screen.plainText
  }
}
