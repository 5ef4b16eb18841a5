import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

/// A run that is trained further on the dashboard, beside one that is resumed.
@Suite(.enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"))
struct LengtheningTests {
  private func course(_ reader: RunReader) -> [StepScalars] {
    reader.scalars().map { scalars in
      var scalars = scalars
      scalars.elapsed = 0
      return scalars
    }
  }

  @Test func theRunFileIsThatOfARunThatIsResumed() throws {
    let folder = try TemporaryFolder()
    let options = "--window 16 --units 12 --epochs 2 --seed 5 --optimizer adamw --patience 9"
    let dashboard = try DashboardRun(
      arguments: "train '\(folder.path("waves.csv"))' \(options) --run '\(folder.path("a.lnnrun"))'"
        + " --model-out '\(folder.path("a.st"))'",
      folder: folder)
    try dashboard.terminal.wait(for: "M more")
    var steps = 0
    #expect(
      waitUntil {
        guard let reader = try? RunReader(path: folder.path("a.lnnrun")) else { return false }
        steps = reader.outcome?.steps ?? 0
        return steps > 0
      })
    try dashboard.terminal.press("M")
    try dashboard.terminal.wait(until: "the new end") {
      $0.contains("DONE") && $0.contains("step \(2 * steps)/")
    }
    try dashboard.terminal.press("q")
    let ending = try dashboard.run.finish(status: 0)
    #expect(ending.screen.contains("done after \(2 * steps) steps"), "\(ending.screen)")
    for line in [
      "train waves.csv \(options) --run b.lnnrun --headless",
      "train --resume b.lnnrun --epochs 4 --headless --model-out b.st",
    ] {
      let run = try CommandRun(line.split(separator: " ").map(String.init), in: folder)
      #expect(run.status == 0, "\(run.messages)")
    }
    let (a, b) = (
      try RunReader(path: folder.path("a.lnnrun")), try RunReader(path: folder.path("b.lnnrun"))
    )
    #expect(course(a) == course(b) && course(a).count == 2 * steps)
    let models = try ["a.st", "b.st"].map { try Data(contentsOf: URL(fileURLWithPath: folder.path($0))) }
    #expect(models[0] == models[1])
    #expect(a.description.plannedSteps == b.description.plannedSteps)
    #expect(a.newestResumable()?.checkpoint.trainingState != nil)
    func lasting(_ reader: RunReader) -> [String] {
      reader.events().filter { $0.kind != .checkpoint }.map(\.detail)
    }
    #expect(lasting(a) == lasting(b))
    guard case .finished(var first) = a.state, case .finished(var second) = b.state else {
      Issue.record("a run has no outcome")
      return
    }
    (first.elapsed, second.elapsed) = (0, 0)
    #expect(first == second)
  }
}
