import Dashboard
import Foundation
import Screen
import Telemetry
import TestSupport
import Testing

@Suite("The spectrogram in Inputs") struct SpectrumTests {
  private static let bands = 24

  private var run: RunFixture {
    var run = RunFixture(inputs: (0..<Self.bands).map { "band \($0 + 1)" })
    run.spectrum = Spectrum(
      channels: Array(0..<Self.bands), frequencies: (0..<Self.bands).map { 50 + 150 * Double($0) })
    return run
  }

  /// A tone that rises from the lowest band to the highest, in decibels.
  private func frame(_ run: RunFixture, perturbations: [Perturbation] = []) -> Frame {
    var frame = run.frame(perturbations: perturbations)
    let steps = frame.probe.nominal.stepCount
    let rising = (0..<steps).flatMap { step in
      (0..<run.inputs.count).map { band -> Float in
        let place = Float(step) / Float(steps - 1) * Float(Self.bands - 1)
        return max(-80, -8 * (Float(band) - place).magnitude)
      }
    }
    frame.probe.nominal.inputs = rising
    frame.probe.perturbed?.inputs = rising.map { min(0, $0 + 30) }
    return frame
  }

  private func state(
    _ run: RunFixture? = nil, mode: SourceMode = .live, frame: Frame? = nil, glyphs: GlyphSet = .braille,
    size: Size = Size(columns: 120, rows: 40)
  ) -> DashboardState {
    let run = run ?? self.run
    var state = DashboardState.fixture(
      run, mode: mode, frame: frame ?? self.frame(run), glyphs: glyphs, size: size)
    state.press("5")
    return state
  }

  /// What is inside the panel's frame, found by what is drawn; there must be no cursor.
  private func inside(_ grid: Grid) throws -> Rect {
    let top = try #require((0..<grid.size.rows).first { grid.text(row: $0).contains("spectrum,") })
    let border = grid[0, top + 1].character
    let bottom = try #require((top + 1..<grid.size.rows).first { grid[0, $0].character != border })
    let right = try #require((1..<grid.size.columns).first { grid[$0, top + 1].character == border })
    return Rect(x: 1, y: top + 1, columns: right - 1, rows: bottom - top - 1)
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 50)]) func looksLikeThis(columns: Int, rows: Int) {
    var state = state()
    state.press("j", "j", "(")
    let mismatch = GoldenScreen(state: state, name: "spectrum").mismatch(
      at: Size(columns: columns, rows: rows))
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  @Test func looksLikeThisInASCII() {
    let mismatch = GoldenScreen(state: state(glyphs: .ascii), name: "spectrum-ascii")
      .mismatch(at: Size(columns: 120, rows: 40))
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  /// The rising tone goes from the lower left to the upper right.
  @Test func lowBandsAreAtTheBottomAndTimeGoesAcross() throws {
    let state = state()
    let grid = state.screen
    let rect = try inside(grid)
    func level(_ x: Int, _ y: Int) -> UInt8 {
      grid[x, y].style.heat.map { max($0.upper.level, $0.lower.level) } ?? 0
    }
    let (left, right, top, bottom) = (rect.x + 7, rect.maxX - 1, rect.y, rect.maxY - 2)
    #expect(level(left, bottom) == 8 && level(right, top) == 8)
    #expect(level(left, top) == 0 && level(right, bottom) == 0)
  }

  @Test func theCursorIsDrawnAndMovesWithAClick() throws {
    var state = state()
    let rect = try inside(state.screen)
    state.mouse(.press, rect.x + 7 + (rect.columns - 7) / 2, rect.y + 1)
    let step = try #require(state.cursorStep)
    #expect((30...33).contains(step))
    let symbol = state.glyphs.symbols.vertical
    let marked = (rect.x..<rect.maxX).filter { x in
      (rect.y..<rect.maxY - 1).allSatisfy { state.screen[x, $0].character == symbol }
    }
    #expect(marked.count == 1)
  }

  @Test func replayedRunsHaveItToo() throws {
    let replayed = DashboardState.fixture(run, mode: .replay, frame: frame(run))
    var state = replayed
    state.press("5")
    #expect(state.screen.plainText.contains("spectrum, 24 bands"))
  }

  @Test func whatThePerturbedNetworkGetsIsShown() {
    let run = run
    let perturbed = frame(run, perturbations: [Perturbation(kind: .noise, channel: 3, magnitude: 0.5)])
    #expect(state(run, frame: perturbed).screen.plainText.contains("24 bands as perturbed"))
    #expect(!state().screen.plainText.contains("as perturbed"))
  }

  @Test func runsWithoutBandsHaveNone() {
    #expect(!state(RunFixture()).screen.plainText.contains("spectrum"))
    // A record may state channels that its probe does not have.
    var odd = run
    odd.spectrum = Spectrum(channels: [40, 50], frequencies: [1, 2])
    #expect(!state(odd).screen.plainText.contains("spectrum"))
    odd.spectrum = Spectrum(channels: [2, 50], frequencies: [1, 2])
    #expect(state(odd).screen.plainText.contains("spectrum, 1 band"))
  }

  @Test func valuesThatAreNotFiniteAndConstantsAreDrawn() {
    for value in [Float.nan, .infinity, 3] {
      var frame = frame(run)
      frame.probe.nominal.inputs = frame.probe.nominal.inputs.map { _ in value }
      for size in [Size(columns: 40, rows: 12), Size(columns: 120, rows: 40)] {
        let state = state(run, frame: frame, size: size)
        #expect(state.screen.faults.isEmpty)
      }
    }
  }

  @Test func theBandsAreInTheRunsRecord() throws {
    let description = run.description
    let data = try JSONEncoder().encode(description)
    #expect(try JSONDecoder().decode(RunDescription.self, from: data).task.spectrum == run.spectrum)
    var older = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    var task = try #require(older["task"] as? [String: Any])
    #expect(task.removeValue(forKey: "spectrum") != nil)
    older["task"] = task
    let read = try JSONDecoder().decode(
      RunDescription.self, from: JSONSerialization.data(withJSONObject: older))
    #expect(read.task.spectrum == nil && read.model == description.model)
  }
}
