import Foundation
import Liquid
import LiquidData
import Testing

/// The tokens of a text.
private func split(_ text: String, _ tokens: TextTokens = TextTokens(.words)) -> [String] {
  var tokenizer = Tokenizer(tokens)
  var codes: [Int32] = []
  _ = tokenizer.append(text, to: &codes)
  return codes.map { tokenizer.levels[Int($0)] }
}

@Suite struct WordTests {
  @Test(
    "Words are runs of letters and digits in lower case, marks are tokens of their own",
    arguments: [
      ("The end.", ["the", "end", "."]),
      ("well-known, 3.5 stars!!", ["well", "-", "known", ",", "3", ".", "5", "stars", "!", "!"]),
      ("snake_case", ["snake", "_", "case"]),
      ("  spaces\tand\r\nlines  ", ["spaces", "and", "lines"]),
      ("$5 \u{2013} \u{20AC}7", ["$", "5", "\u{2013}", "\u{20AC}", "7"]),
    ])
  func plain(text: String, tokens: [String]) {
    #expect(split(text) == tokens)
  }

  @Test(
    "An apostrophe within a word is part of it, in both of its forms; at its ends it is a mark",
    arguments: [
      ("Don't", ["don't"]), ("Don\u{2019}t", ["don't"]), ("'tis", ["'", "tis"]), ("dogs'", ["dogs", "'"]),
      ("rock 'n' roll", ["rock", "'", "n", "'", "roll"]), ("a''b", ["a", "'", "'", "b"]),
      ("d'\u{E9}t\u{E9}", ["d'\u{E9}t\u{E9}"]), ("'", ["'"]),
    ])
  func apostrophes(text: String, tokens: [String]) {
    #expect(split(text) == tokens)
  }

  @Test(
    "A line break of HTML is a space; what only begins like one is not",
    arguments: [
      ("good.<br /><br />Bad", ["good", ".", "bad"]), ("a<br>b<BR/>c", ["a", "b", "c"]),
      ("a<br", ["a", "<", "br"]), ("<bread>", ["<", "bread", ">"]), ("<b>", ["<", "b", ">"]), ("<", ["<"]),
    ])
  func breaks(text: String, tokens: [String]) {
    #expect(split(text) == tokens)
  }

  @Test(
    "Letters of all scripts are letters, and an ideograph is a word",
    arguments: [
      ("\u{C9}T\u{C9} \u{17D}ivot", ["\u{E9}t\u{E9}", "\u{17E}ivot"]),
      (
        "\u{041C}\u{0438}\u{0440} \u{05E9}\u{05DC}\u{05D5}\u{05DD}",
        ["\u{043C}\u{0438}\u{0440}", "\u{05E9}\u{05DC}\u{05D5}\u{05DD}"]
      ),
      ("\u{0645}\u{0631}\u{062D}\u{0628}\u{0627}!", ["\u{0645}\u{0631}\u{062D}\u{0628}\u{0627}", "!"]),
      ("\u{6771}\u{4EAC}a", ["\u{6771}", "\u{4EAC}", "a"]),
      (
        "\u{0928}\u{092E}\u{0938}\u{094D}\u{0924}\u{0947}",
        ["\u{0928}\u{092E}\u{0938}\u{094D}\u{0924}\u{0947}"]
      ),
    ])
  func scripts(text: String, tokens: [String]) {
    #expect(split(text) == tokens)
  }

  @Test("A letter with its accent in two pieces is the same word as in one")
  func composition() {
    var tokenizer = Tokenizer(TextTokens(.words))
    var codes: [Int32] = []
    _ = tokenizer.append("caf\u{E9} cafe\u{301} CAFE\u{301}", to: &codes)
    #expect(Set(codes).count == 1)
    let longer = "internationalisee\u{301}s INTERNATIONALISE\u{C9}S"
    _ = tokenizer.append(longer, to: &codes)
    #expect(Set(codes).count == 2 && tokenizer.levels.count == 3)
  }

  @Test(
    "An emoji with all of its parts is one token",
    arguments: [
      "\u{1F600}", "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{1F44D}\u{1F3FD}", "\u{1F1E9}\u{1F1EA}",
      "\u{2764}\u{FE0F}",
    ])
  func emoji(text: String) {
    #expect(split("so\(text)good \(text)") == ["so", text, "good", text])
  }

  @Test("Flags pair up from the beginning of their run, however long it is")
  func flags() {
    let (flag, half) = ("\u{1F1E9}\u{1F1EA}", "\u{1F1EB}")
    #expect(split("a" + flag + flag + half) == ["a", flag, flag, half])
    #expect(split(half + " " + flag + half + "b") == [half, flag, half, "b"])
    let run = String(repeating: flag, count: 100_000)
    #expect(split(run) == [String](repeating: flag, count: 100_000))
  }

  @Test("Control characters separate, marks of layout are left out, a mark without a letter too")
  func control() {
    #expect(split("a\u{0}b\u{1B}[31mred\u{7}") == ["a", "b", "[", "31mred"])
    #expect(split("co\u{AD}op \u{200F}\u{5D0}\u{200E} \u{FEFF}x \u{202E}y") == ["coop", "\u{5D0}", "x", "y"])
    #expect(split("\u{301} \u{301}a") == ["a"])
    #expect(split("a\u{2028}b\u{85}c\u{A0}d") == ["a", "b", "c", "d"])
  }

  @Test(
    "A text without a token is one of padding", arguments: ["", " ", "\n\t", "<br />", "\u{0}", "\u{200B}"])
  func empty(text: String) {
    #expect(split(text) == ["<pad>"])
  }

  @Test("Texts that read like the special tokens are not them")
  func special() {
    #expect(split("<pad> <unk>") == ["<", "pad", ">", "<", "unk", ">"])
  }

  @Test(
    "Any text: no token holds a space or a control character, and its words are in the text",
    arguments: 0..<40)
  func anyText(seed: UInt64) {
    let text = randomText(seed: seed, length: 300)
    for token in split(text) where token != TextTokens.padding {
      #expect(!token.isEmpty, "seed \(seed)")
      #expect(!token.unicodeScalars.contains { $0.properties.isWhitespace || $0.value < 32 }, "seed \(seed)")
    }
    // What a space stands between are the same tokens as each of its sides has.
    let (one, other) = (randomText(seed: seed + 1000, length: 40), randomText(seed: seed + 2000, length: 40))
    let joined = split(one + "  " + other).filter { $0 != TextTokens.padding }
    #expect(joined == (split(one) + split(other)).filter { $0 != TextTokens.padding }, "seed \(seed)")
  }
}

@Suite struct CharacterAndByteTests {
  @Test("Characters are what a reader takes for one")
  func characters() {
    let text = "Ae\u{301}\r\n\u{1F469}\u{200D}\u{1F467} \u{0}"
    #expect(
      split(text, TextTokens(.characters)) == [
        "A", "\u{E9}", "\r\n", "\u{1F469}\u{200D}\u{1F467}", " ", "\u{0}",
      ])
    #expect(split("", TextTokens(.characters)) == ["<pad>"])
  }

  @Test("Bytes are those of UTF-8, named by their character or number")
  func bytes() {
    #expect(split("a \u{E9}\n\u{0}", TextTokens(.bytes)) == ["a", " ", "0xC3", "0xA9", "0x0A", "0x00"])
    #expect(split("", TextTokens(.bytes)) == ["<pad>"])
  }

  @Test("Characters of any text make up the text again, and bytes are as many as it has", arguments: 0..<40)
  func anyText(seed: UInt64) {
    let text = randomText(seed: seed, length: 200)
    #expect(split(text, TextTokens(.characters)).joined() == text, "seed \(seed)")
    #expect(split(text, TextTokens(.bytes)).count == text.utf8.count, "seed \(seed)")
  }
}

@Suite struct CuttingTests {
  @Test("A longer text loses its end or its beginning", arguments: TextTokens.Kind.allCases)
  func ends(kind: TextTokens.Kind) {
    let text = "one two, three <br/> f\u{F6}ur!"
    let all = split(text, TextTokens(kind))
    for length in 1...all.count + 2 {
      let first = split(text, TextTokens(kind, length: length))
      #expect(first == Array(all.prefix(length)))
      #expect(split(text, TextTokens(kind, length: length, keep: .end)) == Array(all.suffix(length)))
    }
  }

  @Test(
    "Whether a text was cut is known", arguments: TextTokens.Kind.allCases, [TextTokens.Keep.beginning, .end])
  func told(kind: TextTokens.Kind, keep: TextTokens.Keep) {
    var codes: [Int32] = []
    var tokenizer = Tokenizer(TextTokens(kind, length: 3, keep: keep))
    for (text, wasCut) in [("a b", false), ("a b c d e", true), ("", false)] {
      #expect(tokenizer.append(text, to: &codes) == wasCut)
    }
  }

  @Test("A text of a megabyte is read in one go", arguments: TextTokens.Kind.allCases)
  func megabyte(kind: TextTokens.Kind) {
    let line = "It's a LONG story, \u{E9}t\u{E9} \u{1F600}. "
    let text = String(repeating: line, count: 1 << 20 / line.utf8.count + 1)
    let ofLine = split(line, TextTokens(kind))
    #expect(split(text, TextTokens(kind, length: 400)) == (0..<400).map { ofLine[$0 % ofLine.count] })
    #expect(split(text, TextTokens(kind)).count == text.utf8.count / line.utf8.count * ofLine.count)
    // One word, and one character, of a megabyte.
    #expect(split(String(repeating: "a", count: 1 << 20)) == [String(repeating: "a", count: 1 << 20)])
    let marks = "a" + String(repeating: "\u{301}", count: 1 << 19)
    #expect(split(marks, TextTokens(.characters)).count == 1)
  }
}

/// A text of letters, marks, spaces, control characters and emoji that a seed chooses.
private func randomText(seed: UInt64, length: Int) -> String {
  var generator = SeededGenerator(seed: seed)
  let pieces: [String] = [
    "a", "Z", "9", " ", ".", "'", "\u{2019}", "<", "br", "/>", "<br />", "\u{E9}", "e\u{301}", "\u{6771}",
    "\u{5D0}",
    "\u{202E}", "\u{0}", "\u{1B}", "\n", "\r\n", "\u{1F600}", "\u{1F1E9}", "\u{200D}", "\u{FE0F}", "\u{AD}",
    "-", "_",
  ]
  return (0..<length).map { _ in pieces[Int.random(in: pieces.indices, using: &generator)] }.joined()
}
