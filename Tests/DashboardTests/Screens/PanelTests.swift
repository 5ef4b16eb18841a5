import Dashboard
import Foundation
import Screen
import Telemetry
import TestSupport
import Testing

@Suite struct PanelTests {
  /// A dashboard in each arrangement of panels there is.
  private static let arrangements: [(name: String, state: DashboardState)] = {
    var states: [(name: String, state: DashboardState)] = []
    func add(_ name: String, _ state: DashboardState, _ keys: KeyEvent...) {
      var state = state
      for key in keys { state.press(key) }
      states.append((name, state))
    }
    var driving = RunFixture().frame()
    driving.drive = DriveFixture().drive
    let timeless = DashboardState.fixture(RunFixture(cell: "lstm", hasTimeConstants: false))
    for view in ViewKind.allCases { add(view.title, .fixture(), .character(Character("\(view.rawValue)"))) }
    add("overview of a tested model", .tested())
    add("overview of a stream", StreamFixture().dashboard())
    var device = StreamFixture()
    device.phase = .following
    add("overview of a device", device.dashboard())
    add("neuron", .fixture(), "2", .enter)
    add("neurons without time constants", timeless, "2")
    add("neuron without time constants", timeless, "2", .enter)
    add("inputs with a road", .fixture(frame: driving), "5")
    var spectral = RunFixture()
    spectral.spectrum = Spectrum(channels: [0, 1, 2], frequencies: [100, 200, 300])
    add("inputs with a spectrum", .fixture(spectral), "5")
    add("why", ExplanationFixture().dashboard())
    let text = RunFixture(inputs: ["text"], words: (0..<64).map { "word\($0)" }, indexedInputs: [0])
    add("why of a text", ExplanationFixture(run: text).dashboard())
    add("why with a matrix", ExplanationFixture().dashboard(), "v")
    add("sweep", SweepFixture().dashboard())
    add("perturb in full screen", .fixture(), "5", "f", "f", "z")
    return states
  }()

  @Test(arguments: arrangements.indices) func panelsNeverOverlapAtManySizes(index: Int) {
    let (name, state) = Self.arrangements[index]
    for columns in stride(from: 1, through: 130, by: 3) {
      for rows in stride(from: 1, through: 45, by: 2) {
        let body = Rect(x: 3, y: 2, columns: columns, rows: rows)
        let rects = state.panelPlaces(in: body).map(\.rect)
        for (index, rect) in rects.enumerated() {
          if rect.intersection(body).size != rect.size {
            Issue.record("\(name): \(rect) leaves \(body)")
          }
          for other in rects[..<index] where !rect.intersection(other).isEmpty {
            Issue.record("\(name): \(rect) overlaps \(other) in \(body)")
          }
        }
      }
    }
  }

  @Test func everyPanelIsShownByAViewUnderANameOfItsOwn() throws {
    let body = Rect(x: 0, y: 0, columns: 200, rows: 60)
    let shown = Self.arrangements.flatMap { $0.state.panelPlaces(in: body).map(\.panel) }
    let names = Dictionary(grouping: shown, by: \.name)
    for (name, kinds) in names {
      #expect(Set(kinds.map(\.typeName)).count == 1, "two panels are called \(name)")
    }
    let types = Set(shown.map(\.typeName))
    let written = try Self.panelTypes()
    #expect(written.count >= 15)
    for type in written { #expect(types.contains(type), "no view shows \(type)") }
  }

  /// The types in the sources that are panels.
  private static func panelTypes() throws -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appending(path: "Sources/Dashboard")
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.flatMap { file in
      try String(contentsOf: file, encoding: .utf8).matches(of: /\nstruct (\w+): DashboardPanel \{/)
        .map { String($0.output.1) }
    }
  }
}
