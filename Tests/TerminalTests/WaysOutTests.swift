import Foundation
import Glibc
import TestSupport
import Testing

@Suite(.enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"))
struct WaysOutTests {
  @Test(arguments: ["xterm-256color", "tmux-256color", "vt100", "linux"])
  func theTerminalIsRestoredAfterANormalEndOnEveryTerminal(type: String) throws {
    let run = try DemoRun(type: type)
    try run.start()
    #expect(try run.terminal.isCursorVisible() == (type == "vt100"))
    try run.terminal.press("q")
    let screen = try run.finish(status: 0)
    #expect(screen.contains("goodbye: key"))
    if type.hasSuffix("256color") { #expect(!screen.contains("timeConstant")) }
  }

  @Test(arguments: [("C-c", SIGINT), ("C-\\", SIGQUIT)])
  func theTerminalIsRestoredAfterCtrlCAndCtrlBackslash(key: String, signal: Int32) throws {
    let run = try DemoRun()
    try run.start()
    try run.terminal.press(key)
    #expect(try run.finish(status: 0).contains("goodbye: signal \(signal)"))
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGALRM, SIGIO, 64])
  func theTerminalIsRestoredAfterATerminatingSignal(signal: Int32) throws {
    let run = try DemoRun()
    #expect(kill(try run.start(), signal) == 0)
    #expect(try run.finish(status: 0).contains("goodbye: signal \(signal)"))
  }

  @Test(arguments: [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS])
  func theTerminalIsRestoredAfterACrash(signal: Int32) throws {
    let run = try DemoRun("ulimit -c 0; DEMO")
    #expect(kill(try run.start(), signal) == 0)
    #expect(try !run.finish(status: 128 + signal).contains("timeConstant"))
  }

  @Test
  func theTerminalIsRestoredAfterAFailedPreconditionWhoseMessageIsSeen() throws {
    let run = try DemoRun("ulimit -c 0; DEMO")
    try run.start()
    try run.terminal.press("e", "T")
    try run.terminal.wait(for: "status=")
    let screen = try run.terminal.screen()
    let number = try #require(screen.firstMatch(of: /status=(\d+)/).flatMap { Int32($0.1) })
    #expect(number == 128 + SIGILL || number == 128 + SIGTRAP)
    #expect(try run.finish(status: number).contains("noise on standard error"))
  }

  @Test
  func theTerminalIsRestoredAfterTheStackOverflows() throws {
    let run = try DemoRun("ulimit -c 0; DEMO")
    try run.start()
    try run.terminal.press("O")
    try run.finish(status: 128 + SIGSEGV)
  }

  @Test
  func unreadKeysDoNotReachTheShell() throws {
    let run = try DemoRun()
    try run.start()
    try run.terminal.press("L")
    try run.terminal.press("e", "c", "h", "o", "Space", "l", "e", "a", "k", "Enter")
    let screen = try run.finish(status: 0)
    #expect(screen.contains("goodbye: keys left") && !screen.contains("leak"))
  }

  @Test
  func theTerminalIsRestoredAfterASecondSessionInTheSameProcess() throws {
    let run = try DemoRun()
    try run.start()
    try run.terminal.press("a")
    try run.terminal.wait(for: "count: 1")
    try run.terminal.press("N")
    try run.terminal.wait(until: "a fresh session") { $0.contains("last: none") && $0.contains("stale") }
    try run.terminal.press("a")
    try run.terminal.wait(for: "count: 1")
    try run.terminal.press("q")
    let screen = try run.finish(status: 0)
    #expect(screen.contains("goodbye: again"))
    #expect(screen.contains("goodbye: key"))
  }

  @Test
  func theTerminalIsRestoredAfterExit() throws {
    let run = try DemoRun()
    try run.start()
    try run.terminal.press("X")
    try run.finish(status: 7)
  }

  @Test
  func outputOfTheProgramIsShownAfterTheSession() throws {
    let run = try DemoRun()
    try run.start()
    try run.terminal.press("e")
    let screen = try run.terminal.wait(for: "count: 1")
    #expect(!screen.contains("noise"))
    try run.terminal.press("q")
    #expect(try run.finish(status: 0).contains("noise on standard error"))
  }

  @Test(arguments: ["DEMO", "trap '' HUP; exec DEMO"])
  func aProgramWhoseTerminalVanishesEnds(command: String) throws {
    let run = try DemoRun(command)
    let process = try run.start()
    try run.terminal.hangUp()
    #expect(waitUntil { kill(process, 0) == -1 }, "process \(process) still runs")
  }
}
