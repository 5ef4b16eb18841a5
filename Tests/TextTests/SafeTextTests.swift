import Testing
import Text

@Suite struct SafeTextTests {
  @Test func whatSteersATerminalIsReplaced() {
    #expect("a\u{1B}[31mb".sanitized == "a\u{FFFD}[31mb")
    #expect("tab\there\r\n".sanitized == "tab\u{FFFD}here\u{FFFD}\u{FFFD}")
    #expect("user\u{202E}cod\u{2066}e".sanitized == "user\u{FFFD}cod\u{FFFD}e")
    #expect("a\u{2028}b\u{9B}c\u{E000}".sanitized(replacement: " ") == "a b c ")
  }

  @Test func otherTextIsLeftAsItIs() {
    for text in ["", "plain", "e\u{301} ä 速度 😀 τ"] { #expect(text.sanitized == text) }
  }

  @Test func namesInMessagesAreQuotedAndShort() {
    #expect("speed".quoted == "'speed'")
    #expect("a\nb".quoted == "'a\u{FFFD}b'")
    let long = String(repeating: "x", count: 100).displayed
    #expect(long.count == 60 && long.hasSuffix("x…"))
    let marks = "a" + String(repeating: "\u{301}", count: 1_000)
    #expect(marks.displayed.unicodeScalars.count == 60)
  }
}
