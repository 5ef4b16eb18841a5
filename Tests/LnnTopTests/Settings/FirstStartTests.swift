import Foundation
import LnnTop
import TestSupport
import Testing

@Suite struct FirstStartTests {
  @Test func itIsOnce() throws {
    let folder = try TemporaryFolder()
    let environment = ["XDG_STATE_HOME": folder.path("a/b"), "HOME": folder.path("home")]
    #expect(FirstStart(environment: environment).claim())
    #expect(!FirstStart(environment: environment).claim())
    #expect(FileManager.default.fileExists(atPath: folder.path("a/b/lnn-top/tour-shown")))
    #expect(FirstStart(environment: ["HOME": folder.path("home")]).claim())
    #expect(FileManager.default.fileExists(atPath: folder.path("home/.local/state/lnn-top/tour-shown")))
  }

  @Test func whereNothingCanBeRememberedItIsNever() throws {
    let folder = try TemporaryFolder()
    try Data().write(to: URL(fileURLWithPath: folder.path("file")))
    for environment in [[:], ["XDG_STATE_HOME": "/dev/null"], ["XDG_STATE_HOME": folder.path("file")]] {
      #expect(!FirstStart(environment: environment).claim())
    }
  }
}

@Suite(.enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"))
struct FirstStartScreenTests {
  @Test func theLinesAreShownOnceAndEscClosesThem() throws {
    let folder = try TemporaryFolder()
    let state = folder.path("state")
    let first = try DashboardRun(folder: folder, state: state)
    try first.terminal.wait(for: "which do not come again")
    try first.terminal.press("Escape")
    try first.terminal.wait(until: "no lines") { !$0.contains("which do not come again") }
    try first.terminal.press("q")
    #expect(try first.run.finish(status: 0).changes == [])
    let second = try DashboardRun(
      arguments: "replay '\(folder.path("a.lnnrun"))'", folder: folder, state: state)
    let screen = try second.terminal.wait(for: "REPLAY")
    #expect(!screen.contains("which do not come again"))
    try second.terminal.press("q")
    #expect(try second.run.finish(status: 0).changes == [])
  }
}
