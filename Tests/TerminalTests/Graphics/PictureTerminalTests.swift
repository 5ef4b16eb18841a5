import Foundation
import Screen
import TestSupport
import Terminal
import Testing

/// Pictures on a terminal that says that it shows them: the test answers in its place.
@Suite struct PictureTerminalTests {
  private static let kitty = "\u{1B}_Gi=4242;OK\u{1B}\\"
  private static let rest = "\u{1B}[6;12;6t\u{1B}]11;rgb:1010/2020/3030\u{1B}\\"

  private static func terminal(answering answer: String?, type: String = "xterm-256color") throws
    -> PseudoTerminal
  {
    let terminal = try PseudoTerminal()
    // Wide enough for the demo's log, of which ncurses writes only what is new.
    terminal.resize(columns: 600, rows: 24)
    terminal.isCollecting = true
    try terminal.start(DemoRun.demo, ["pictures"], environment: ["TERM": type])
    guard let answer else { return terminal }
    // The last of the questions.
    try #require(terminal.wait(for: "\u{1B}[c"))
    terminal.type(answer)
    return terminal
  }

  /// Presses a key and waits until the demo has written that it came.
  private static func press(_ key: String, on terminal: PseudoTerminal) throws {
    terminal.type(key)
    try #require(terminal.wait(for: "character(\(key))"))
  }

  private static func colors(in shown: ShownImages.Pixels) -> Set<UInt32> {
    Set(shown.joined().compactMap { $0?.packed })
  }

  @Test func kittysImageIsSentReplacedAndRemoved() throws {
    let terminal = try Self.terminal(answering: Self.kitty + Self.rest + "\u{1B}[?62c")
    try #require(terminal.wait(for: "6x12"))
    try Self.press("a", on: terminal)
    let first = try #require(ShownImages.kitty(terminal.takeCollected()))
    #expect(first.count == 1)
    let image = try #require(first.first)
    #expect(image.pixels.count == 96 && image.pixels[0].count == 120)
    let theme = Theme.builtIn
    #expect(
      Self.colors(in: image.pixels) == [theme.color(of: .error).packed, theme.color(of: .focus).packed])
    // Three rows down and six columns to the right the text is seen through it.
    #expect(image.pixels[40][40] == nil && image.pixels[40][35] != nil)

    try Self.press("G", on: terminal)
    try Self.press("b", on: terminal)
    let second = try #require(ShownImages.kitty(terminal.takeCollected()))
    #expect(second.count == 1 && second.first?.keys["i"] == image.keys["i"])
    try Self.press("g", on: terminal)
    terminal.type("q")
    #expect(terminal.finish() == 0)
    let end = String(decoding: terminal.takeCollected(), as: UTF8.self)
    #expect(end.contains(KittyImage.removal(number: Int(image.keys["i"] ?? "") ?? 0)))
    let removal = try #require(end.range(of: KittyImage.removalOfAll, options: .backwards))
    #expect(end[removal.upperBound...].contains("\u{1B}[?1049l"))
  }

  @Test func sixelsAreSentWithTheRegistersThatTheTerminalHas() throws {
    let terminal = try Self.terminal(answering: "\u{1B}[?1;0;16S" + Self.rest + "\u{1B}[?63;1;4c")
    try #require(terminal.wait(for: "6x12"))
    try Self.press("a", on: terminal)
    let text = String(decoding: terminal.takeCollected(), as: UTF8.self)
    let matches = text.matches(of: /\u{1B}P0;1;0q[!-~]*\u{1B}\\/)
    #expect(matches.count == 1)
    let pixels = try #require(matches.first.flatMap { ShownImages.sixel(Array(String($0.0).utf8)) })
    #expect(pixels.count == 96 && pixels[0].count == 120 && Self.colors(in: pixels).count == 2)
    #expect(ShownImages.kitty(Array(text.utf8))?.isEmpty == true)
    terminal.type("q")
    #expect(terminal.finish() == 0)
  }

  @Test func aPictureComesBackAfterTheProgramWasStopped() throws {
    let terminal = try Self.terminal(answering: Self.kitty + Self.rest + "\u{1B}[?62c")
    try #require(terminal.wait(for: "6x12"))
    try Self.press("a", on: terminal)
    _ = terminal.takeCollected()
    terminal.signal(SIGSTOP)
    terminal.signal(SIGCONT)
    // The end of an image in one chunk.
    try #require(terminal.wait(for: "C=1,q=2,m=0;"))
    try Self.press("b", on: terminal)
    #expect(ShownImages.kitty(terminal.takeCollected())?.count == 1)
    terminal.type("q")
    #expect(terminal.finish() == 0)
  }

  @Test func aTerminalThatAnswersNothingIsNotWaitedForAndALateAnswerIsNoKey() throws {
    let terminal = try Self.terminal(answering: nil)
    try #require(terminal.wait(for: "cell: none"))
    #expect(ShownImages.kitty(terminal.takeCollected())?.isEmpty == true)
    terminal.type(Self.kitty + Self.rest + "\u{1B}[?62c")
    try #require(terminal.wait(for: "6x12"))
    try Self.press("a", on: terminal)
    #expect(ShownImages.kitty(terminal.takeCollected())?.count == 1)
    terminal.type("q")
    #expect(terminal.finish() == 0)
  }

  @Test func keysThatComeWhileItIsAskedAreKept() throws {
    let terminal = try Self.terminal(answering: "k" + Self.kitty + "l" + Self.rest + "\u{1B}[?62c")
    try #require(terminal.wait(for: "6x12"))
    try Self.press("m", on: terminal)
    terminal.type("q")
    #expect(terminal.finish() == 0)
    let text = String(decoding: terminal.takeCollected(), as: UTF8.self)
    #expect(text.contains("character(k)") && text.contains("character(l)"))
  }

  @Test(arguments: ["tmux-256color", "linux", "vt100"]) func othersAreNotAsked(type: String) throws {
    let terminal = try Self.terminal(answering: nil, type: type)
    try #require(terminal.wait(for: "none"))
    terminal.type("q")
    #expect(terminal.finish() == 0)
    let text = String(decoding: terminal.takeCollected(), as: UTF8.self)
    #expect(!text.contains("_G") && !text.contains("\u{1B}[c"))
  }

  @Test(.enabled(if: XtermScreen.isAvailable, "Xvfb, xterm, xdotool or ImageMagick is not installed"))
  func xtermShowsSixelsAndRemovesThem() throws {
    let screen = try XtermScreen("'\(DemoRun.demo)' pictures")
    let theme = Theme.builtIn
    func count(_ role: Role) throws -> Int {
      let color = theme.color(of: role)
      // Sixel's colours are hundredths.
      return try screen.colors().reduce(0) { sum, entry in
        let shown = Theme.Color(packed: entry.key)
        let isNear = zip([shown.red, shown.green, shown.blue], [color.red, color.green, color.blue])
          .allSatisfy {
            (Int($0) - Int($1)).magnitude <= 3
          }
        return isNear ? sum + entry.value : sum
      }
    }
    // 20 by 8 cells of 6 by 13 pixels.
    try #require(try waitUntil(pause: 100) { try count(.focus) > 9_000 })
    #expect(try count(.validation) < 1_000)
    try screen.press("G")
    try #require(try waitUntil(pause: 100) { try count(.validation) > 9_000 && count(.focus) < 1_000 })
    try screen.press("g")
    try #require(try waitUntil(pause: 100) { try count(.validation) < 1_000 })
    try screen.press("g")
    try #require(try waitUntil(pause: 100) { try count(.validation) > 9_000 })
    try screen.press("q")
    try #require(try waitUntil(pause: 100) { try count(.validation) < 1_000 })
  }
}
