import Foundation
import Glibc
import Terminal
import TestSupport
import Testing

struct SignalGuardTests {
  /// The signals that tell of a crash: their handlers restore the terminal and let the process end.
  private static let crashing = [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS]

  @Test
  func everySignalThatEndsAProcessHereIsGuarded() throws {
    let shells = try (Int32(1)...64).filter { !Self.stopping.contains($0) }.map { number in
      (number, try ChildProcess("/bin/sh", ["-c", "ulimit -c 0; kill -\(number) $$"]))
    }
    let ending = shells.filter { number, shell in shell.wait() == 128 + number }.map(\.0)
    #expect(ending.count > 50)
    for number in ending where number != SIGKILL && !Self.crashing.contains(number) {
      #expect(SignalGuard.keeps(number), "signal \(number)")
    }
    for number in [SIGCHLD, SIGCONT, SIGURG, SIGWINCH] + Self.stopping { #expect(!SignalGuard.keeps(number)) }
  }

  /// A shell that stops itself would never end.
  private static let stopping = [SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU]

  @Test
  func oneOfEachSignalEndsNothing() throws {
    let program = try GuardedProgram()
    let numbers = (Int32(1)...64).filter(SignalGuard.keeps)
    for number in numbers {
      kill(program.process.id, number)
      try program.wait(for: ["\(number)"])
    }
    #expect(program.process.isRunning)
  }

  @Test(arguments: [
    (SIGHUP, SIGHUP), (SIGTERM, SIGTERM), (SIGHUP, SIGTERM), (SIGTERM, SIGINT), (SIGINT, SIGINT),
  ])
  func aPairOfSignalsEndsNothingAndCtrlCAfterItDoes(first: Int32, second: Int32) throws {
    let program = try GuardedProgram()
    kill(program.process.id, first)
    try program.wait(for: ["\(first)"])
    kill(program.process.id, second)
    try program.wait(for: ["\(first)", "\(second)"])
    #expect(program.process.end(by: SIGINT) == 128 + SIGINT)
  }

  @Test
  func theSameSignalSentAgainAndAgainEndsTheProgram() throws {
    let program = try GuardedProgram()
    #expect(waitUntil { kill(program.process.id, SIGTERM) != 0 || !program.process.isRunning })
    #expect(program.process.wait() == 128 + SIGTERM)
    #expect(program.lines.filter { $0 == "\(SIGTERM)" }.count > 1)
  }
}

/// A program that works without an end beneath a guard.
private struct GuardedProgram {
  let process: ChildProcess
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    process = try ChildProcess(DemoRun.demo, ["guard"], output: folder.path("output"))
    try wait(for: [])
  }

  /// What it wrote: `ready` and then the signals that came.
  var lines: [String] {
    let text = (try? String(contentsOfFile: folder.path("output"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  /// Waits until these are the last signals that came.
  func wait(for signals: [String]) throws {
    let have = waitUntil { lines.first == "ready" && lines.suffix(signals.count) == signals[...] }
    try #require(have, "\(lines) instead of \(signals)")
  }
}
