import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// Charts and the raster in pixels.
@Suite struct PictureTests {
  private static let cell = PixelSize(width: 6, height: 12)

  private static func state(_ keys: KeyEvent..., size: Size = Size(columns: 120, rows: 40)) -> DashboardState
  {
    var state = DashboardState.fixture(RunFixture(), frame: RunFixture().frame(), size: size)
    (state.cellPixels, state.drawsPixels) = (cell, true)
    for key in keys { state.press(key) }
    return state
  }

  @Test func withoutPixelsThereAreNoPictures() {
    var state = Self.state("3")
    state.cellPixels = nil
    #expect(renderPictures(state, size: state.size).pictures.isEmpty)
    #expect(renderPictures(state, size: state.size).grid == state.screen)
  }

  @Test func theFrameTheAxesAndTheLabelsStayText() {
    for key: KeyEvent in ["1", "2", "3", "4", "5"] {
      let state = Self.state(key, .right)
      let (grid, pictures) = renderPictures(state, size: state.size)
      #expect(!pictures.isEmpty, "\(key)")
      let text = state.screen
      for y in 0..<grid.size.rows {
        for x in 0..<grid.size.columns {
          let isCovered = pictures.contains { $0.covers(x: x, y: y) }
          #expect(grid[x, y] == (isCovered ? Grid.Cell() : text[x, y]), "\(key) at \(x), \(y)")
        }
      }
      for picture in pictures {
        #expect(
          picture.image.size
            == PixelSize(width: picture.place.columns * 6, height: picture.place.rows * 12))
        #expect(grid.bounds.intersection(picture.place) == picture.place)
      }
    }
  }

  @Test func picturesFitEverySize() {
    for key: KeyEvent in ["1", "2", "3", "4", "5"] {
      for columns in stride(from: 20, through: 140, by: 15) {
        for rows in stride(from: 5, through: 50, by: 9) {
          let state = Self.state(key, .left, size: Size(columns: columns, rows: rows))
          let (grid, pictures) = renderPictures(state, size: state.size)
          for (place, picture) in pictures.map(\.place).enumerated() {
            #expect(grid.bounds.intersection(picture) == picture)
            for other in pictures.dropFirst(place + 1) { #expect(other.place.intersection(picture).isEmpty) }
          }
        }
      }
    }
  }

  @Test func helpCoversThem() {
    let state = Self.state("3", "?")
    #expect(renderPictures(state, size: state.size).pictures.isEmpty)
  }

  @Test func theRasterHasTheToneOfEachNeuronsValue() throws {
    let state = Self.state("3")
    let pictures = renderPictures(state, size: state.size).pictures
    let picture = try #require(pictures.max { $0.place.rows < $1.place.rows })
    let trace = try #require(state.frame?.probe.nominal)
    let count = state.description.model.neurons.count
    let limit = trace.states.map { $0.magnitude }.max() ?? 0
    // Each neuron's strip begins with the tone of its first value, in one order or another.
    var seen: [PixelImage.Tone] = []
    for y in stride(from: 2, to: picture.image.size.height, by: 12) where picture.image[0, y] != .clear {
      seen.append(picture.image[0, y])
    }
    let scale = HeatScale.diverging(limit: Double(limit), positive: .focus, negative: .error)
    let expected = Set((0..<count).map { scale.pixel(for: Double(trace.states[$0])) })
    #expect(Set(seen).isSubset(of: expected.union([.background])) && seen.count >= min(count, 6))
  }

  @Test func theKeyForGlyphsGoesThroughThePixels() {
    var state = Self.state()
    var shown: [String] = []
    for _ in 0..<4 {
      state.press("b")
      shown.append(state.message?.text ?? "")
    }
    #expect(shown == ["glyphs: braille", "glyphs: block", "glyphs: ascii", "glyphs: pixels"])
    state.cellPixels = nil
    state.press("b")
    #expect(state.message?.text == "glyphs: block")
  }
}
