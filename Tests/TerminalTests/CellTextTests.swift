import Glibc
import Terminal
import Testing

@Suite struct CellTextTests {
  static func text(_ character: Character, width: Int = 1, unicode: Bool = true) -> String? {
    var buffer: [wchar_t] = []
    guard CellText(isUnicode: unicode).encode(character, width: width, into: &buffer) else {
      #expect(buffer.count == 2 && buffer[0] == (unicode ? 0xFFFD : 0x3F))
      return nil
    }
    #expect(buffer.last == 0)
    var text = ""
    for value in buffer.dropLast() { text.unicodeScalars.append(UnicodeScalar(UInt32(value)) ?? "?") }
    return text
  }

  @Test
  func printableCharactersPassInTheirWidth() {
    for character in Array("aZ~ é⡀█▁─λ") { #expect(Self.text(character) == String(character)) }
    #expect(Self.text("漢", width: 2) == "漢")
    #expect(Self.text("漢") == nil)
    #expect(Self.text("a", width: 2) == nil)
  }

  @Test
  func controlCharactersAndLoneMarksDoNotPass() {
    let refused: [Character] = [
      "\u{0}", "\u{7}", "\u{1B}", "\n", "\r\n", "\t", "\u{7F}", "\u{85}", "\u{9B}", "\u{200B}", "\u{200E}",
      "\u{202E}",
      "\u{2066}", "\u{FEFF}", "\u{301}", "\u{AD}", "\u{2028}",
    ]
    for character in refused { #expect(Self.text(character) == nil, "\(character.unicodeScalars)") }
  }

  @Test
  func combiningMarksStayWithTheirCharacter() {
    #expect(Self.text("e\u{301}")?.unicodeScalars.count == 2)
    let pile = Character("e" + String(repeating: "\u{301}", count: 1000))
    #expect((Self.text(pile)?.unicodeScalars.count ?? 0) <= 5)
    #expect(Self.text("a\u{FE0F}")?.unicodeScalars.count == 1)
    #expect(Self.text("👩‍🔬", width: 2) == "👩")
  }

  @Test
  func withoutUTF8OnlyASCIIPasses() {
    #expect(Self.text("a", unicode: false) == "a")
    #expect(Self.text("é", unicode: false) == nil)
    #expect(Self.text("e\u{301}", unicode: false) == "e")
    #expect(CellText(isUnicode: false).replacement == "?")
  }
}
