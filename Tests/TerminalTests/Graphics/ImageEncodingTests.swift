import Foundation
import Screen
import TestSupport
import Terminal
import Testing

@Suite struct ImageEncodingTests {
  private static let palette = PixelPalette(theme: .builtIn)

  /// Runs of tones, as drawings have them, in any size.
  private static func image(_ random: inout some RandomNumberGenerator, mayBeClear: Bool = true) -> PixelImage
  {
    let size = PixelSize(
      width: Int.random(in: 1...70, using: &random), height: Int.random(in: 1...40, using: &random))
    var image = PixelImage(size: size)
    for _ in 0..<Int.random(in: 0...30, using: &random) {
      let role = Role.allCases.randomElement(using: &random) ?? .value
      let isClear = mayBeClear && Int.random(in: 0..<5, using: &random) == 0
      let tone = isClear ? .clear : PixelImage.Tone(role, level: Int.random(in: 0...15, using: &random))
      let (x, y) = (
        Int.random(in: -5..<size.width, using: &random), Int.random(in: -5..<size.height, using: &random)
      )
      image.fill(
        x: x..<(x + Int.random(in: 0...40, using: &random)),
        y: y..<(y + Int.random(in: 0...20, using: &random)), tone: tone)
    }
    return image
  }

  @Test func sixelsDecodeToTheSamePixels() {
    withSeeds(150) { seed, random in
      let image = Self.image(&random)
      let bytes = SixelImage.sequence(showing: image, palette: Self.palette, registers: 256)
      #expect(
        ShownImages.sixel(bytes) == ShownImages.expected(image, Self.palette, isRounded: true), "seed \(seed)"
      )
    }
  }

  @Test func kittysImagesDecodeToTheSamePixels() throws {
    try withSeeds(80) { seed, random in
      let image = Self.image(&random)
      let bytes = KittyImage.sequence(
        showing: image, palette: Self.palette, over: Size(columns: 7, rows: 3), number: 12)
      let shown = try #require(ShownImages.kitty(bytes), "seed \(seed)")
      #expect(
        shown.count == 1 && shown[0].pixels == ShownImages.expected(image, Self.palette, isRounded: false))
      let keys = shown[0].keys
      #expect(keys["f"] == "100" && keys["C"] == "1" && keys["q"] == "2")
      #expect(keys["i"] == "12" && keys["c"] == "7" && keys["r"] == "3")
    }
  }

  @Test func aLargeImageGoesInChunks() throws {
    try withSeeds(1) { _, random in
      var image = PixelImage(size: PixelSize(width: 200, height: 100))
      for y in 0..<100 {
        for x in 0..<200 {
          image[x, y] = PixelImage.Tone(
            Role.allCases.randomElement(using: &random) ?? .value,
            level: Int.random(in: 0...15, using: &random)
          )
        }
      }
      let bytes = KittyImage.sequence(
        showing: image, palette: Self.palette, over: Size(columns: 20, rows: 5), number: 1)
      let shown = try #require(ShownImages.kitty(bytes))
      #expect(
        bytes.count > 8_192 && shown[0].pixels == ShownImages.expected(image, Self.palette, isRounded: false))
    }
  }

  @Test func withFewRegistersEveryPixelIsDrawnInOneOfThem() throws {
    try withSeeds(50) { seed, random in
      let image = Self.image(&random)
      let bytes = SixelImage.sequence(showing: image, palette: Self.palette, registers: 4)
      let shown = try #require(ShownImages.sixel(bytes), "seed \(seed)")
      #expect(Set(shown.joined().compactMap { $0 }).count <= 4)
      for y in 0..<image.size.height {
        for x in 0..<image.size.width { #expect((shown[y][x] == nil) == (image[x, y] == .clear)) }
      }
    }
  }

  @Test func equalColumnsAreCounted() {
    let image = PixelImage(size: PixelSize(width: 600, height: 300), tone: PixelImage.Tone(.focus))
    let bytes = SixelImage.sequence(showing: image, palette: Self.palette, registers: 256)
    #expect(bytes.count < 500)
  }
}

@Suite struct PictureSenderTests {
  private static let cell = PixelSize(width: 4, height: 6)
  private static let palette = PixelPalette(theme: .builtIn)

  private static func picture(_ x: Int, _ tone: PixelImage.Tone, rows: Int = 2) -> Picture {
    let size = PixelSize(width: 12, height: rows * 6)
    return Picture(
      place: Rect(x: x, y: 1, columns: 3, rows: rows), image: PixelImage(size: size, tone: tone), cell: cell)
  }

  @Test func onlyWhatChangedIsSent() throws {
    var sender = PictureSender(firstNumber: 100)
    let (a, b) = (Self.picture(0, .background), Self.picture(5, PixelImage.Tone(.focus)))
    let first = try #require(
      ShownImages.kitty(sender.update([a, b], palette: Self.palette, by: .kitty, now: 10)))
    #expect(first.map { $0.keys["i"] } == ["101", "102"])
    #expect(sender.update([a, b], palette: Self.palette, by: .kitty, now: 30).isEmpty)
    let changed = Self.picture(5, PixelImage.Tone(.error))
    let second = try #require(
      ShownImages.kitty(sender.update([a, changed], palette: Self.palette, by: .kitty, now: 50)))
    #expect(second.map { $0.keys["i"] } == ["102"])
    let other = PixelPalette(theme: .builtIn, background: Theme.Color(packed: 0xFFFFFF))
    #expect(ShownImages.kitty(sender.update([a, changed], palette: other, by: .kitty, now: 70))?.count == 2)
    sender.forget()
    #expect(ShownImages.kitty(sender.update([a, changed], palette: other, by: .kitty, now: 90))?.count == 2)
  }

  @Test func whatIsNotThereAnyMoreIsRemoved() {
    var sender = PictureSender(firstNumber: 100)
    let (a, b) = (Self.picture(0, .background), Self.picture(5, PixelImage.Tone(.focus)))
    _ = sender.update([a, b], palette: Self.palette, by: .kitty, now: 110)
    let removed = sender.remove(except: [a], by: .kitty)
    #expect(removed.places == [b.place] && removed.sequence == KittyImage.removal(number: 102))
    let again = sender.remove(except: [a], by: .kitty)
    #expect(again.places.isEmpty && again.sequence.isEmpty)
    let sixel = sender.remove(except: [], by: .sixel(registers: 16))
    #expect(sixel.places == [a.place] && sixel.sequence.isEmpty)
  }

  @Test func theCursorGoesToThePlaceAndBack() {
    var sender = PictureSender(firstNumber: 0)
    let bytes = sender.update(
      [Self.picture(5, .background)], palette: Self.palette, by: .sixel(registers: 16), now: 140)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix("\u{1B}7\u{1B}[2;6H\u{1B}P") && text.hasSuffix("\u{1B}\\\u{1B}8"))
  }

  /// A picture that cannot be compressed.
  private static func noise(_ x: Int, _ random: inout some RandomNumberGenerator) -> Picture {
    var image = PixelImage(size: PixelSize(width: 400, height: 300))
    for y in 0..<300 {
      for x in 0..<400 {
        let role = Role.allCases.randomElement(using: &random) ?? .value
        image[x, y] = PixelImage.Tone(role, level: Int.random(in: 1...15, using: &random))
      }
    }
    return Picture(place: Rect(x: x, y: 0, columns: 100, rows: 50), image: image, cell: cell)
  }

  @Test func soManyBytesASecondAndNoMore() {
    withSeeds(1) { _, random in
      var sender = PictureSender(firstNumber: 0)
      var (sum, largest) = (0, 0)
      for frame in 0..<60 {
        let now = Double(frame) / 15
        let count = sender.update([Self.noise(0, &random)], palette: Self.palette, by: .kitty, now: now).count
        (sum, largest) = (sum + count, max(largest, count))
        #expect(Double(sum - largest) <= now * PictureSender.bytesPerSecond)
        #expect(sender.isBehind == (count == 0))
      }
      #expect(Double(sum) > 3 * PictureSender.bytesPerSecond)
      // What comes with another view is seen at once.
      #expect(sender.remove(except: [], by: .kitty).places.count == 1)
      let next = sender.update([Self.noise(0, &random)], palette: Self.palette, by: .kitty, now: 59.0 / 15)
      #expect(!next.isEmpty)
    }
  }

  @Test func moreThanAFrameTakesWaitsForTheNextOne() throws {
    try withSeeds(1) { _, random in
      var sender = PictureSender(firstNumber: 0)
      let pictures = [0, 100, 200].map { Self.noise($0, &random) }
      var sent: [String?] = []
      for round in 0..<3 {
        let bytes = sender.update(pictures, palette: Self.palette, by: .kitty, now: Double(round))
        let shown = try #require(ShownImages.kitty(bytes))
        sent += shown.map { $0.keys["i"] }
        #expect(shown.count == 1 && sender.isBehind == (round < 2))
      }
      #expect(sent == ["1", "2", "3"])
      let nothing = sender.update(pictures, palette: Self.palette, by: .kitty, now: 9)
      #expect(nothing.isEmpty && !sender.isBehind)
    }
  }
}

@Suite struct TerminalGraphicsTests {
  private static let size = Size(columns: 80, rows: 24)
  private static let cell = PixelSize(width: 9, height: 18)

  private static func graphics(_ answers: TerminalAnswer...) -> TerminalGraphics {
    var graphics = TerminalGraphics()
    for answer in answers { graphics.adopt(answer) }
    return graphics
  }

  @Test func onlyWhatTheTerminalSaysCounts() {
    #expect(Self.graphics().imageProtocol == nil && !Self.graphics().isComplete)
    #expect(Self.graphics(.attributes([62, 22])).imageProtocol == nil)
    #expect(Self.graphics(.attributes([62, 4])).imageProtocol == .sixel(registers: 256))
    #expect(Self.graphics(.colorRegisters(16), .attributes([62, 4])).imageProtocol == .sixel(registers: 16))
    #expect(Self.graphics(.kittyGraphics, .attributes([62, 4])).imageProtocol == .kitty)
    // The last question has not been answered: the terminal may be another one's multiplexer.
    #expect(Self.graphics(.kittyGraphics).imageProtocol == nil)
  }

  @Test func theSizeOfACellIsTheTerminalsOrItsDevices() {
    let sixel = TerminalAnswer.attributes([4])
    let window = PixelSize(width: 800, height: 480)
    #expect(Self.graphics(sixel).cell(window: nil, size: Self.size) == nil)
    #expect(Self.graphics(sixel).cell(window: window, size: Self.size) == PixelSize(width: 10, height: 20))
    #expect(Self.graphics(sixel, .cellSize(Self.cell)).cell(window: window, size: Self.size) == Self.cell)
    let area = Self.graphics(sixel, .textAreaSize(PixelSize(width: 720, height: 432)))
    #expect(area.cell(window: nil, size: Self.size) == Self.cell)
    #expect(Self.graphics(.cellSize(Self.cell)).cell(window: window, size: Self.size) == nil)
    let absurd = Self.graphics(sixel, .cellSize(PixelSize(width: 1, height: 900)))
    #expect(absurd.cell(window: window, size: Self.size) == PixelSize(width: 10, height: 20))
    var changed = Self.graphics(sixel, .cellSize(Self.cell))
    changed.forgetSizes()
    #expect(changed.cell(window: nil, size: Self.size) == nil)
  }
}
