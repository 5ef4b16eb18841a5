import Screen
import Testing

@Suite struct ThemeFileTests {
  static let slots = (0..<16).map { "base0" + String($0, radix: 16, uppercase: true) }

  static func palette(indent: String, prefix: String = "") -> String {
    slots.enumerated().map { "\(indent)\($1): \"\(prefix)\(String($0, radix: 16))0a0b0\"\n" }.joined()
  }

  static func parse(_ text: String) throws(ThemeError) -> Theme {
    try ThemeFile.parse(Array(text.utf8), file: "x.yaml", slug: "x")
  }

  @Test(arguments: ["base16", "base24"])
  func base16AndBase24FilesGiveNameAuthorVariantAndSixteenColours(system: String) throws {
    let theme = try Self.parse(
      "system: \(system)\nname: \"Ünder\"\nauthor: A (https://b.c)\nvariant: light\npalette:\n"
        + Self.palette(indent: "  ", prefix: "#") + "  base10: \"000000\"\n")
    #expect(theme.name == "Ünder")
    #expect(theme.author == "A (https://b.c)")
    #expect(theme.variant == .light)
    #expect(theme.slug == "x")
    #expect(theme.palette.count == 16)
    #expect(theme.color(of: .stale).hex == "f0a0b0")
  }

  @Test
  func brightColoursOfBase24AreForBoldText() throws {
    let extended = (0..<8).map { "  base1\($0): \"0\($0)ffff\"\n" }
    let text = "palette:\n" + Self.palette(indent: "  ")
    let theme = try Self.parse(text + extended.joined())
    #expect(theme.extendedPalette.count == 8)
    #expect(theme.boldColor(of: .error).hex == "02ffff")
    #expect(theme.boldColor(of: .comparison).hex == "07ffff")
    #expect(theme.boldColor(of: .perturbed) == theme.color(of: .perturbed))
    let resolver = ColorResolver(theme: theme, mode: .direct)
    #expect(resolver.resolve(Style(.error, bold: true)).foreground == 0x02FFFF)
    #expect(resolver.resolve(Style(.error)).foreground == 0x80A0B0)
    #expect(try Self.parse(text + extended.prefix(3).joined()).extendedPalette.isEmpty)
    let error = #expect(throws: ThemeError.self) { try Self.parse(text + "  base10: \"xx\"\n") }
    #expect(error?.line == 18)
    let plain = try Self.parse(text)
    #expect(plain.boldColor(of: .error) == plain.color(of: .error))
  }

  @Test
  func theOlderFlatLayoutIsRead() throws {
    let dark = Self.palette(indent: "").replacing("00a0b0", with: "001020")
    let theme = try Self.parse("scheme: Old\nauthor: B\n" + dark)
    #expect(theme.name == "Old")
    #expect(theme.variant == .dark)
    let bright = Self.palette(indent: "").replacing("00a0b0", with: "ffffff")
    #expect(try Self.parse("scheme: Old\n" + bright).variant == .light)
  }

  @Test
  func coloursOfDigitsStayTextAndSlotsMayBeInLowerCase() throws {
    var text = "palette:\n"
    for (index, slot) in Self.slots.enumerated() {
      text += "  \(slot.lowercased()): \(index < 10 ? "00111\(index)" : "aabbcc")\n"
    }
    #expect(try Self.parse(text).color(of: .error).hex == "001118")
  }

  @Test
  func aWrongColourIsReportedWithLineKeyAndValue() {
    let text = "palette:\n" + Self.palette(indent: "  ").replacing("20a0b0", with: "20a0bg")
    let error = #expect(throws: ThemeError.self) { try Self.parse(text) }
    #expect(error?.line == 4)
    #expect(error?.cause == .notAColor(key: "base02", value: "20a0bg"))
    #expect(error?.description.hasPrefix("theme x.yaml:4: base02") == true)
  }

  @Test(arguments: [
    ("", "empty"), ("# nothing\n", "empty"), ("- a\n- b\n", "expected"), ("plain", "expected"),
    ("palette: 3\n", "base00"), ("palette: [1, 2]\n", "base00"), ("name: [a]\n", "missing"),
    ("system: base17\n", "base17"), ("a: &x [1]\nb: *x\n", "aliases"), ("a: 1\na: 2\n", "twice"),
    ("? [a]\n: b\n", "plain text"), ("a: \"unclosed\n", "not a theme"), ("a:\n\t- b\n", "not a theme"),
    ("{{{{{{{{", "theme"), ("\u{0}\u{1}\u{2}", "binary"),
  ])
  func hostileAndBrokenFilesAreRefusedWithACause(text: String, word: String) {
    let error = #expect(throws: ThemeError.self) { try Self.parse(text) }
    let description = error?.description ?? ""
    #expect(description.contains(word), "\(description)")
    #expect(!description.contains { $0.isNewline })
  }

  @Test
  func deepNestingManyValuesAndLargeFilesAreRefused() {
    let deep = String(repeating: "[", count: 100_000)
    let many = "a: [" + String(repeating: "1,", count: 60_000) + "]"
    let large = String(repeating: "# comment\n", count: 100_000)
    for text in [deep, many, large] {
      let error = #expect(throws: ThemeError.self) { try Self.parse(text) }
      guard case .notYAML? = error?.cause else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test
  func anyBytesGiveAThemeOrAnError() {
    for seed in UInt64(0)..<300 {
      var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
      func next() -> UInt8 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt8(truncatingIfNeeded: state >> 24)
      }
      var bytes = Array(("palette:\n" + Self.palette(indent: "  ")).utf8)
      for _ in 0..<(1 + Int(next() % 8)) { bytes[Int(next()) % bytes.count] = next() }
      do {
        let theme = try ThemeFile.parse(bytes, file: "noise", slug: "noise")
        #expect(theme.palette.count == 16, "seed \(seed)")
      } catch {
        #expect(!error.description.isEmpty, "seed \(seed)")
      }
    }
  }

  @Test
  func messagesHaveNoControlCharacters() {
    let error = #expect(throws: ThemeError.self) { try Self.parse("system: \"\\e[31m\\a\"\n") }
    #expect(error?.description.unicodeScalars.contains { $0.value < 0x20 } == false)
  }
}
