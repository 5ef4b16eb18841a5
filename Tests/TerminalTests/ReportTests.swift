import Foundation
import Screen
import TestSupport
import Terminal
import Testing

/// Pasted text, reports of the focus, and answers to questions among the keys.
@Suite struct ReportTests {
  private static let size = PixelSize(width: 9, height: 18)
  private static let known: [(sequence: String, answer: TerminalAnswer)] = [
    ("\u{1B}_Gi=4242;OK\u{1B}\\", .kittyGraphics), ("\u{1B}[?62;4;22c", .attributes([62, 4, 22])),
    ("\u{1B}[6;18;9t", .cellSize(size)),
    ("\u{1B}[4;432;720t", .textAreaSize(PixelSize(width: 720, height: 432))),
    ("\u{1B}[?1;0;256S", .colorRegisters(256)),
    ("\u{1B}]11;rgb:0e0e/1414/ffff\u{7}", .background(Theme.Color(red: 14, green: 20, blue: 255))),
    ("\u{1B}]11;rgb:f/00/800\u{1B}\\", .background(Theme.Color(red: 255, green: 0, blue: 127))),
  ]

  private static func codes(_ text: String) -> [Int32] { text.utf8.map(Int32.init) }

  private static func decode(_ batches: [Int32]...) -> [TerminalEvent] {
    var decoder = KeyDecoder()
    return batches.flatMap { decoder.decode($0) }
  }

  @Test func focusIsReported() {
    #expect(Self.decode(Self.codes("\u{1B}[Oa\u{1B}[I")) == [.focused(false), .key("a"), .focused(true)])
    // Keys of the keypad have another introducer.
    #expect(Self.decode(Self.codes("\u{1B}OI")).isEmpty)
  }

  @Test func pastedTextIsOneEventWhateverIsInIt() {
    let text = "q x\r\u{1B}[A\u{3}漢\tq"
    let events = Self.decode(Self.codes("a\u{1B}[200~\(text)\u{1B}[201~b"))
    #expect(events == [.key("a"), .paste(text), .key("b")])
    // What ncurses takes for keys is no text.
    let mixed = Self.codes("\u{1B}[200~c") + [0x107] + Self.codes("d\u{1B}[201~")
    #expect(Self.decode(mixed) == [.paste("cd")])
    #expect(Self.decode(Self.codes("\u{1B}[200~\u{1B}[201~")) == [.paste("")])
  }

  @Test func escEndsAPasteThatNeverEnds() {
    #expect(Self.decode(Self.codes("\u{1B}[200~abc"), [27], Self.codes("q")) == [.key(.escape), .key("q")])
  }

  @Test func aLongPasteIsCutAndItsEndIsFound() {
    let long = String(repeating: "x", count: 100_000)
    let events = Self.decode(Self.codes("\u{1B}[200~\(long)\u{1B}[201~q"))
    guard case .paste(let text) = events.first else {
      Issue.record("\(events.count) events")
      return
    }
    #expect(events.count == 2 && events.last == .key("q"))
    #expect(text.count < long.count && text.allSatisfy { $0 == "x" })
  }

  /// Whatever came between keys, in whichever pieces: the same answers, no more keys.
  @Test func answersInAnyPiecesAreNeverKeys() {
    withSeeds(400) { seed, random in
      var decoder = KeyDecoder()
      var (codes, answers, keys): ([Int32], [TerminalAnswer], [TerminalEvent]) = ([], [], [])
      for _ in 0..<6 {
        let (sequence, answer) = Self.known[Int.random(in: 0..<Self.known.count, using: &random)]
        codes += Self.codes(sequence) + Self.codes("k")
        answers.append(answer)
        keys.append(.key("k"))
      }
      var (found, events): ([TerminalAnswer], [TerminalEvent]) = ([], [])
      while !codes.isEmpty {
        var count = Int.random(in: 1...codes.count, using: &random)
        // ESC alone, or with one more character, is a key: ncurses keeps them together with what follows.
        while count < codes.count,
          codes[..<count].suffix(2).contains(27) || codes[..<count].suffix(4) == [27, 0x5D, 0x31, 0x31]
            || codes[..<count].suffix(3) == [27, 0x5D, 0x31]
        {
          count += 1
        }
        events += decoder.decode(Array(codes[..<count]))
        found += decoder.takeAnswers()
        codes.removeFirst(count)
      }
      #expect(found == answers && events == keys, "seed \(seed)")
    }
  }

  @Test(arguments: [
    "\u{1B}[?1;2;256S", "\u{1B}[?1;0;S", "\u{1B}[?2;0;9;9S", "\u{1B}[6;0;9t", "\u{1B}[6;99999;9t",
    "\u{1B}[8;24;80t",
    "\u{1B}[6;18t", "\u{1B}_Gi=4242;ENOTSUP:no\u{1B}\\", "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}]11;rgb:0e/14\u{7}",
    "\u{1B}]11;rgb:zz/00/00\u{7}", "\u{1B}]11;red\u{7}", "\u{1B}]11;rgb:00000/0/0\u{7}",
  ])
  func whatIsNoAnswerIsDropped(sequence: String) {
    var decoder = KeyDecoder()
    #expect(decoder.decode(Self.codes(sequence + "q")) == [.key("q")])
    #expect(decoder.takeAnswers().isEmpty)
  }

  @Test func anAnswerThatNeverEndsIsGivenUp() {
    var decoder = KeyDecoder()
    _ = decoder.decode(Self.codes("\u{1B}_Gi=4242;" + String(repeating: "a", count: 300)))
    #expect(decoder.decode(Self.codes("q")) == [.key("q")])
    _ = decoder.decode(Self.codes("\u{1B}]11;rgb:"))
    #expect(decoder.decode([27]) == [.key(.escape)])
    #expect(decoder.decode(Self.codes("q")) == [.key("q")])
  }

  @Test func alteredReportsNeverStopTheDecoder() {
    withSeeds(400) { seed, random in
      var decoder = KeyDecoder()
      for _ in 0..<20 {
        var codes = Self.codes(Self.known[Int.random(in: 0..<Self.known.count, using: &random)].sequence)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
          codes[Int.random(in: 0..<codes.count, using: &random)] = Int32.random(in: 0..<300, using: &random)
        }
        _ = decoder.decode(codes)
      }
      _ = decoder.decode([27])
      let after = decoder.decode(Self.codes("q"))
      #expect(after == [.key("q")], "seed \(seed)")
    }
  }
}
