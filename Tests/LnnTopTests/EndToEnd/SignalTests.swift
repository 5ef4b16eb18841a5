import Foundation
import Glibc
import RunStore
import TestSupport
import Testing

@Suite("Signals that come in pairs")
struct SignalTests {
  private static let pairs = [
    (SIGHUP, SIGHUP), (SIGTERM, SIGTERM), (SIGHUP, SIGTERM), (SIGTERM, SIGHUP), (SIGINT, SIGHUP),
    (SIGUSR1, SIGALRM),
  ]

  @Test("a headless run is completed", arguments: pairs)
  func headless(first: Int32, second: Int32) throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeWaves()
    let training = try GatedTraining(
      [
        "train", data, "--window", "16", "--units", "8", "--steps", "1000000", "--headless", "--run",
        "a.lnnrun",
      ],
      holdAfter: 3, in: folder)
    try #require(training.waitUntilRecorded(in: "a.lnnrun"))
    kill(training.process.id, first)
    kill(training.process.id, second)
    // Both may be waiting when the program looks, and then the lower number comes first.
    let status = training.process.wait()
    #expect(status == 128 + first || status == 128 + second)
    #expect(try RunReader(path: folder.path("a.lnnrun")).outcome?.state == .stopped)
  }

  @Test(
    "closing the terminal completes the run", .enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"))
  func closedTerminal() throws {
    let dashboard = try DashboardRun()
    try dashboard.terminal.wait(for: "TRAINING")
    let process = try dashboard.process()
    try dashboard.terminal.hangUp()
    #expect(waitUntil { kill(process, 0) == -1 }, "process \(process) still runs")
    #expect(try RunReader(path: dashboard.folder.path("a.lnnrun")).outcome?.state == .stopped)
  }
}
