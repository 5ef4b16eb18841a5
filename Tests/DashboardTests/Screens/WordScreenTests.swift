import Dashboard
import Screen
import Telemetry
import Testing

/// A classifier of reviews that reads these words.
private func reader(_ words: [String]) -> RunFixture {
  RunFixture(
    neurons: 6, inputs: ["text"], outputs: ["neg", "pos"], kind: "classification", cell: "cfc",
    steps: words.count,
    words: words, indexedInputs: [0])
}

private let short = ["not", "a", "bad", "film", "at", "all", "."]
private let long = (0..<200).map { "word\($0)" }

/// The line of the screen that holds a text, from the first such column on; nil where none does.
private func line(_ state: DashboardState, with text: String) -> String? {
  state.screen.plainText.split(separator: "\n").map(String.init).first { $0.contains(text) }
}

@Suite struct WordScreenTests {
  @Test("All words of a short text stand under their steps, in their order")
  func aligned() throws {
    let state = DashboardState.fixture(reader(short))
    let found = try #require(line(state, with: "film"))
    var rest = found[...]
    var columns: [Int] = []
    for word in short {
      let range = try #require(rest.range(of: word), "\(word) in \(found)")
      columns.append(found.distance(from: found.startIndex, to: range.lowerBound))
      rest = rest[range.upperBound...]
    }
    // Steps are evenly spaced; the last word gives way to the edge.
    let gaps = zip(columns, columns.dropFirst()).map { $1 - $0 }.dropLast()
    #expect(gaps.allSatisfy { abs($0 - gaps[0]) <= 1 }, "\(columns)")
  }

  @Test("Of a long text the last words are shown, or those around the time cursor")
  func flowing() throws {
    var state = DashboardState.fixture(reader(long))
    #expect(line(state, with: "word198 word199") != nil)
    // Only the list of inputs shows the text from its beginning.
    #expect(line(state, with: "word0 ")?.contains("\u{25B6} text") ?? true)
    state.press(.right)
    let first = try #require(line(state, with: "word0 word1 word2"))
    #expect(!first.contains("word199"))
    for _ in 0..<5 { state.press(.shiftRight) }
    #expect(line(state, with: "word99 word100 word101") != nil)
  }

  @Test("The word at the time cursor is reversed, and no other")
  func cursor() throws {
    var state = DashboardState.fixture(reader(short))
    for _ in 0..<3 { state.press(.right) }
    let grid = state.screen
    var reversed = ""
    for y in 0..<grid.size.rows {
      let row = (0..<grid.size.columns).map { grid[$0, y] }
      guard row.map({ String($0.character) }).joined().contains("film") else { continue }
      reversed = row.filter(\.style.isReversed).map { String($0.character) }.joined()
    }
    #expect(reversed == "bad")
  }

  @Test("An opened neuron says which words moved it, and whom the word at the cursor moved")
  func moves() throws {
    let run = reader(short)
    var frame = run.frame()
    // Neuron 2 jumps at 'bad' and falls back a little at 'film'; neuron 4 moves at 'film' alone.
    frame.probe.nominal.states = (0..<7).flatMap { step in
      (0..<6).map { $0 == 2 ? (step < 2 ? 0 : step == 2 ? 0.75 : 0.5) : $0 == 4 && step > 2 ? -0.5 : 0 }
    }
    var state = DashboardState.fixture(run, frame: frame)
    state.press("2", "j", "j")
    #expect(
      line(state, with: "inter 2 is moved by bad +0.750, film -0.250") != nil, "\(state.screen.plainText)")
    for _ in 0..<4 { state.press(.right) }
    #expect(line(state, with: "'film' moves inter 4 -0.500, inter 2 -0.250") != nil)
    state.press(.right)
    #expect(line(state, with: "'at' moves nothing") != nil)
  }

  @Test("A word that no terminal may see, a wide one and a space of a text of characters are drawn soundly")
  func oddWords() {
    for words in [
      ["\u{1B}[31m", "\u{6771}\u{4EAC}", " ", "\n", "e\u{301}", "\u{5E9}\u{5DC}\u{5D5}\u{5DD}"],
      Array(repeating: String(repeating: "x", count: 500), count: 6),
    ] {
      var state = DashboardState.fixture(reader(words))
      for size in Situation.sizes {
        _ = reduce(&state, .resized(size))
        for key: KeyEvent in ["1", "2", .enter, .right] {
          state.press(key)
          #expect(state.screen.faults.isEmpty)
          #expect(!state.screen.plainText.contains("\u{1B}"))
        }
      }
    }
  }

  @Test("Data without words look as they did")
  func withoutWords() {
    var run = reader(short)
    run.words = nil
    #expect(line(DashboardState.fixture(run), with: "film") == nil)
  }

  @Test("An index of a word can be held, but no noise is added to it")
  func perturbing() {
    var state = DashboardState.fixture(reader(short))
    #expect(state.press("5", "n").isEmpty)
    #expect(state.screen.plainText.contains("text is a category by its index"))
    #expect(state.press("h").count == 1)
  }

  @Test("A frame whose words are not as many as its steps is refused")
  func fits() {
    let run = reader(short)
    var frame = run.frame()
    #expect(frame.fits(run.description))
    frame.probe.words = ["a"]
    #expect(!frame.fits(run.description))
  }
}
