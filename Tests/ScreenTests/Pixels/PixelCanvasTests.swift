import Screen
import TestSupport
import Testing

@Suite struct PixelCanvasTests {
  private static let cell = PixelSize(width: 4, height: 8)

  /// A digit for each pixel's strength, a dot for the background.
  private static func text(_ image: PixelImage) -> [String] {
    (0..<image.size.height).map { y in
      (0..<image.size.width).map { x in
        let tone = image[x, y]
        if tone == .background { return "." }
        for level in 1...15 where tone == PixelImage.Tone(.focus, level: level) {
          return String(level, radix: 16)
        }
        return "?"
      }.joined()
    }
  }

  private static func canvas(_ width: Int, _ height: Int) -> PixelCanvas {
    PixelCanvas(size: PixelSize(width: width, height: height), cell: cell)
  }

  @Test func aLevelLineIsThickAndItsRimWeak() {
    var canvas = Self.canvas(8, 5)
    canvas.line(fromX: 0, y: 2, toX: 7, y: 2, style: Style(.focus))
    #expect(Self.text(canvas.image) == ["........", "22222222", "ffffffff", "22222222", "........"])
  }

  @Test func aDimLineIsWeaker() {
    var canvas = Self.canvas(4, 3)
    canvas.line(fromX: 0, y: 1, toX: 3, y: 1, style: Style(.focus, dim: true))
    #expect(Self.text(canvas.image)[1] == "6666")
  }

  @Test func aDashedLineGoesOnWhereItStopped() {
    var (whole, pieces) = (Self.canvas(60, 5), Self.canvas(60, 5))
    whole.line(fromX: 0, y: 2, toX: 59, y: 2, style: Style(.focus), stroke: .dashed)
    for x in 0..<59 {
      pieces.line(fromX: x, y: 2, toX: x + 1, y: 2, style: Style(.focus), stroke: .dashed)
    }
    let row = Self.text(whole.image)[2]
    // Four dots on, two off; a dot of braille is two pixels here.
    #expect(row.hasPrefix("ffffffff....ffffffff") && row.contains("ff....ff"))
    // The round end of a piece is seen as a weak pixel.
    #expect(Self.text(pieces.image)[2].replacing("2", with: ".") == row)
  }

  @Test func linesAreTheSameInBothDirectionsAndMirrored() {
    withSeeds(100) { seed, random in
      let points = (0..<4).map { _ in Int.random(in: 0..<30, using: &random) }
      var (there, back, mirrored) = (Self.canvas(30, 30), Self.canvas(30, 30), Self.canvas(30, 30))
      there.line(fromX: points[0], y: points[1], toX: points[2], y: points[3], style: Style(.focus))
      back.line(fromX: points[2], y: points[3], toX: points[0], y: points[1], style: Style(.focus))
      mirrored.line(fromX: points[1], y: points[0], toX: points[3], y: points[2], style: Style(.focus))
      for y in 0..<30 {
        for x in 0..<30 {
          // Rounding may go the other way.
          let levels = [there.image[x, y], back.image[x, y], mirrored.image[y, x]].map { Int($0.index & 15) }
          #expect((levels.max() ?? 0) - (levels.min() ?? 0) <= 1, "seed \(seed), \(x), \(y)")
        }
      }
      #expect(there.image[points[0], points[1]] == PixelImage.Tone(.focus), "seed \(seed)")
      #expect(there.image[points[2], points[3]] == PixelImage.Tone(.focus), "seed \(seed)")
    }
  }

  @Test func linesFarOutsideCostNothing() {
    var canvas = Self.canvas(8, 8)
    canvas.line(fromX: -1_000_000_000, y: 4, toX: 1_000_000_000, y: 4, style: Style(.focus))
    #expect(Self.text(canvas.image)[4] == "ffffffff")
  }

  @Test func aStrongerToneStays() {
    var image = PixelImage(size: PixelSize(width: 3, height: 1), tone: .clear)
    image.fill(x: -5..<2, y: 0..<9, tone: PixelImage.Tone(.error, level: 3))
    image[2, 0] = PixelImage.Tone(.background, level: 9)
    #expect(image[0, 0] == PixelImage.Tone(.error, level: 3) && image[2, 0] == .background)
    #expect(image[9, 9] == .background && !image.isPartlyClear)
    #expect(PixelImage.Tone(.error, level: 0) == .background)
  }

  @Test func textUnderAPictureIsSeen() {
    let place = Rect(x: 2, y: 1, columns: 3, rows: 2)
    let image = PixelImage(size: PixelSize(width: 12, height: 16), tone: PixelImage.Tone(.focus))
    let texts = [Rect(x: 3, y: 2, columns: 9, rows: 9), Rect(x: 90, y: 0, columns: 1, rows: 1)]
    let picture = Picture(place: place, image: image, texts: texts, cell: Self.cell)
    #expect(picture.texts == [Rect(x: 3, y: 2, columns: 2, rows: 1)])
    #expect(picture.image[3, 8] == PixelImage.Tone(.focus) && picture.image[4, 8] == .clear)
    #expect(picture.image[11, 15] == .clear && picture.image[4, 7] == PixelImage.Tone(.focus))
    #expect(picture.covers(x: 2, y: 1) && !picture.covers(x: 3, y: 2) && !picture.covers(x: 1, y: 1))
  }

  @Test func aPaletteGoesFromTheBackgroundToEachRolesColour() {
    let own = PixelPalette(theme: .builtIn)
    let other = PixelPalette(theme: .builtIn, background: Theme.Color(packed: 0x102030))
    for role in Role.allCases where role != .background {
      #expect(own.colors[Int(PixelImage.Tone(role).index)] == Theme.builtIn.color(of: role))
      #expect(other.colors[Int(PixelImage.Tone(role).index)] == Theme.builtIn.color(of: role))
    }
    #expect(own.colors[0] == Theme.builtIn.color(of: .background) && other.colors[0].packed == 0x102030)
  }

  /// What is drawn in dots is drawn in pixels, too, and nothing far from it.
  @Test func aChartHasItsLinesWhereItsDotsAre() throws {
    try withSeeds(40) { seed, random in
      let values = (0..<Int.random(in: 2...50, using: &random)).map { _ in
        Float.random(in: -1...1, using: &random)
      }
      let series = ChartSeries("a", style: Style(.focus), x: values.indices.map(Float.init), y: values)
      let rect = Rect(
        x: 0, y: 0, columns: Int.random(in: 20...60, using: &random),
        rows: Int.random(in: 4...16, using: &random))
      var grid = Grid(size: rect.size)
      let picture = try #require(
        LineChart(series: [series]).draw(in: rect, on: &grid, glyphs: .braille, cell: Self.cell),
        "seed \(seed)")
      let place = picture.place
      for y in place.y..<place.maxY {
        for x in place.x..<place.maxX where grid[x, y].character != " " {
          // Rounding may put a dot into the neighbouring cell.
          let columns = (x - place.x - 1) * 4..<(x - place.x + 2) * 4
          let rows = (y - place.y - 1) * 8..<(y - place.y + 2) * 8
          #expect(
            rows.contains { y in columns.contains { picture.image[$0, y] != .background } }, "seed \(seed)")
        }
      }
      for y in 0..<picture.image.size.height {
        for x in 0..<picture.image.size.width where picture.image[x, y] != .background {
          let (column, row) = (place.x + x / 4, place.y + y / 8)
          let isNear = (-1...1).contains { dy in
            (-1...1).contains { grid[column + $0, row + dy].character != " " }
          }
          #expect(isNear, "seed \(seed), \(x), \(y)")
        }
      }
    }
  }
}
