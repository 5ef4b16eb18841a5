import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

@Suite struct KeyTableTests {
  @Test(arguments: [SourceMode.live, .replay, .attached, .sweep], ViewKind.allCases)
  func noKeyMeansTwoThings(mode: SourceMode, view: ViewKind) {
    for isStream in [false, true] {
      let working = KeyTable.bindings.filter { binding in
        binding.keys.contains {
          KeyTable.binding(for: $0, in: mode, view: view, isStream: isStream)?.help == binding.help
        }
      }
      let keys = working.flatMap(\.keys)
      #expect(Set(keys).count == keys.count)
    }
  }

  @Test func noTwoRowsAreTheSame() {
    #expect(Set(KeyTable.bindings.map(\.id)).count == KeyTable.bindings.count)
  }

  @Test(arguments: ViewKind.allCases) func everyViewHasItsNumberAsAKey(view: ViewKind) throws {
    var state = DashboardState.fixture()
    state.hasSweep = true
    let number = try #require("\(view.rawValue)".first)
    state.press(.character(number))
    #expect(state.view == view)
  }

  @Test(arguments: [false, true]) func everyKeyAndItsWordsAreInHelp(isStream: Bool) {
    var state = isStream ? StreamFixture().dashboard() : DashboardState.fixture()
    state.press("?")
    let grid = render(state, size: Size(columns: 80, rows: 140))
    for binding in KeyTable.bindings {
      let help = binding.help(inStream: isStream)
      guard binding.applies(toStream: isStream) else {
        #expect(!grid.contains(help), "\(help)")
        continue
      }
      #expect(grid.contains(binding.label), "\(binding.label)")
      #expect(grid.contains(help), "\(help)")
    }
  }

  @Test func everyKeyDoesSomethingInItsMode() {
    let keys = Set(KeyTable.bindings.flatMap(\.keys))
    #expect(keys.count >= 50)
    for key in keys {
      let modes = [SourceMode.live, .replay]
      #expect(
        modes.contains { mode in
          ViewKind.allCases.contains { view in
            [false, true].contains {
              KeyTable.binding(for: key, in: mode, view: view, isStream: $0) != nil
            }
          }
        })
    }
  }

  @Test func helpTextsFitTheirColumn() {
    for binding in KeyTable.bindings {
      for isStream in [false, true] {
        let help = binding.help(inStream: isStream)
        #expect(help.count <= 62, "\(help)")
      }
    }
  }
}
