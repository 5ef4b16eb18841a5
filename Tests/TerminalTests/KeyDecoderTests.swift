import Screen
import Terminal
import Testing

@Suite struct KeyDecoderTests {
  static func decode(_ batches: [Int32]...) -> [KeyEvent] {
    var decoder = KeyDecoder()
    return batches.flatMap { keys(decoder.decode($0)) }
  }

  static func keys(_ events: [TerminalEvent]) -> [KeyEvent] {
    events.compactMap { event in
      if case .key(let key) = event { key } else { nil }
    }
  }

  static func codes(_ text: String) -> [Int32] { text.utf8.map(Int32.init) }

  @Test
  func lettersControlKeysAndNamedBytesAreKeys() {
    #expect(
      Self.decode(Self.codes("aQ~ ")) == [.character("a"), .character("Q"), .character("~"), .character(" ")])
    #expect(Self.decode([1, 12, 26]) == [.control("a"), .control("l"), .control("z")])
    #expect(Self.decode([9, 10, 13, 8, 127]) == [.tab, .enter, .enter, .backspace, .backspace])
    #expect(Self.decode([0, 28, 31]).isEmpty)
  }

  @Test
  func charactersBeyondASCIIAreKeysAlsoInPieces() {
    #expect(Self.decode(Self.codes("é漢😀")) == [.character("é"), .character("漢"), .character("😀")])
    let bytes = Self.codes("漢")
    #expect(Self.decode([bytes[0]], [bytes[1]], [bytes[2], 97]) == [.character("漢"), .character("a")])
  }

  @Test
  func brokenUTF8AndC1ControlsAreDropped() {
    #expect(Self.decode([0xC3, 97]) == [.character("a")])
    #expect(Self.decode([0x80, 0xBF, 97]) == [.character("a")])
    #expect(Self.decode([0xC2, 0x9B, 97]) == [.character("a")])
    #expect(Self.decode([0xFF, 0xFE, 0xF5, 97]) == [.character("a")])
  }

  @Test
  func escapeIsAKeyAloneAndBeforeAnotherKey() {
    #expect(Self.decode([27]) == [.escape])
    #expect(Self.decode([27], [0x5B]) == [.escape, .character("[")])
    #expect(Self.decode([27] + Self.codes("q")) == [.escape, .character("q")])
    #expect(Self.decode([27, 27]) == [.escape, .escape])
  }

  @Test
  func unknownSequencesAreDroppedUnlessTheyAreCommon() {
    #expect(Self.decode([27] + Self.codes("[1;2D")) == [.shiftLeft])
    #expect(Self.decode([27] + Self.codes("OP")) == [.function(1)])
    #expect(Self.decode([27] + Self.codes("[5~x")) == [.pageUp, .character("x")])
    for unknown in ["[1;5Cq", "[201~q", "[<0;3;4Mq", "[[Aq", "[Iq", "Oxq", "[?1;2cq"] {
      #expect(Self.decode([27] + Self.codes(unknown)) == [.character("q")], "\(unknown)")
    }
  }

  @Test
  func anyCodesDecodeWithoutControlCharacters() {
    for seed in UInt64(1)...500 {
      var state = seed &* 0x9E37_79B9_7F4A_7C15
      var decoder = KeyDecoder()
      for _ in 0..<10 {
        var codes: [Int32] = []
        for _ in 0..<20 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          codes.append(Int32(truncatingIfNeeded: state >> 33) % (state >> 60 == 0 ? 1000 : 256))
        }
        for case .character(let character) in Self.keys(decoder.decode(codes)) {
          let isControl = character.unicodeScalars.contains { $0.properties.generalCategory == .control }
          #expect(!isControl, "seed \(seed)")
        }
      }
    }
  }
}
