import Foundation
import TestSupport
import Testing

/// The shells themselves, as far as they are installed.
@Suite("Completion in shells")
struct ShellCompletionTests {
  private static let isBashHere = Tool.path(of: "bash") != nil
  private static let isFishHere = Tool.path(of: "fish") != nil
  private static let isZshHere = Tool.path(of: "zsh") != nil && TmuxTerminal.isAvailable

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("speed,angle\n1,2\n", to: "zoo one.csv")
    try FileManager.default.createDirectory(atPath: folder.path("bin"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("bin/lnn-top"), withDestinationPath: CommandRun.executable)
  }

  private var path: String { "\(folder.path("bin")):\(ProcessInfo.processInfo.environment["PATH"] ?? "")" }

  private func run(_ shell: String, _ arguments: [String]) throws -> [String] {
    let process = try ChildProcess(
      try #require(Tool.path(of: shell)), arguments, in: folder.path,
      environment: ProcessInfo.processInfo.environment.merging(["PATH": path, "HOME": folder.path]) { $1 },
      output: folder.path("output"), messages: folder.path("messages"))
    let status = process.wait()
    let messages = try String(contentsOfFile: folder.path("messages"), encoding: .utf8)
    #expect(status == 0 && messages.isEmpty, "\(messages)")
    return try String(contentsOfFile: folder.path("output"), encoding: .utf8).split(separator: "\n").map(
      String.init)
  }

  @Test(
    "Bash", .enabled(if: isBashHere, "there is no bash here"),
    arguments: [
      ("lnn-top train --model-", ["--model-out"]), ("lnn-top train --model = cfc-n", ["cfc-no-gate"]),
      ("lnn-top train zo", ["zoo one.csv"]), ("lnn-top runs b", ["bin"]), ("lnn-top nonsense x", []),
    ])
  func bash(line: String, expected: [String]) throws {
    // Bash has the sign of equality as a word of its own.
    let script = """
      set -u; source <(lnn-top completion bash); compopt() { :; }; COMP_WORDS=(\(line)); \
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _lnn_top; printf '%s\\n' "${COMPREPLY[@]}"
      """
    #expect(try run("bash", ["--norc", "-c", script]) == expected)
  }

  @Test("Bash quotes names of runs itself", .enabled(if: isBashHere, "there is no bash here"))
  func namesWithSpacesInBash() throws {
    try folder.write("", to: "runs/my run.lnnrun")
    // Where files are offered, too, readline quotes all words: they come as they are.
    let script = """
      export LNN_TOP_RUNS=runs; source <(lnn-top completion bash); compopt() { :; }; \
      COMP_WORDS=(lnn-top replay my); COMP_CWORD=2; _lnn_top; printf '%s\\n' "${COMPREPLY[@]}"
      """
    #expect(try run("bash", ["--norc", "-c", script]) == ["my run"])
  }

  @Test(
    "Fish", .enabled(if: isFishHere, "there is no fish here"),
    arguments: [
      ("lnn-top train --model-", ["--model-out"]), ("lnn-top train --model=cfc-n", ["--model=cfc-no-gate"]),
      ("lnn-top train zo", ["zoo one.csv"]), ("lnn-top runs ta", ["tag"]), ("lnn-top ", nil),
    ])
  func fish(line: String, expected: [String]?) throws {
    let found = try run(
      "fish",
      ["--no-config", "--command", "lnn-top completion fish | source; complete --do-complete '\(line)'"])
    let words = found.map { $0.split(separator: "\t")[0] }.map(String.init)
    if let expected {
      #expect(words == expected)
    } else {
      #expect(words.contains("train") && words.contains("help"))
    }
  }

  @Test(
    "Zsh", .enabled(if: isZshHere, "there is no zsh, or no tmux, here"),
    arguments: [
      // As in a person's own file, and as it is installed.
      "autoload -U compinit && compinit -D && source <(lnn-top completion zsh)",
      "lnn-top completion zsh > bin/_lnn-top; fpath=($PWD/bin $fpath); autoload -U compinit && compinit -u -D",
    ])
  func zsh(setup: String) throws {
    let terminal = try TmuxTerminal(columns: 100, environment: ["PATH": path])
    try terminal.enter("cd '\(folder.path)' && PS1='% ' exec zsh --no-rcs")
    try terminal.enter("\(setup); clear; echo on'set'")
    try terminal.wait(until: "the script is read") { $0.contains("onset") }
    try terminal.type("lnn-top train --model-")
    try terminal.press("Tab")
    try terminal.wait(until: "an option") { $0.contains("lnn-top train --model-out") }
    try terminal.press("C-u")
    try terminal.type("lnn-top train zo")
    try terminal.press("Tab")
    try terminal.wait(until: "a file") { $0.contains("lnn-top train zoo\\ one.csv") }
    try terminal.press("C-u")
    try terminal.type("lnn-top train 'zoo one.csv' --inputs speed,")
    try terminal.press("Tab")
    // A list that may go on ends with nothing.
    try terminal.wait(until: "a column") { $0.contains("--inputs speed,angle") && !$0.contains("angle-") }
    try terminal.press("C-u")
    try terminal.type("lnn-top task ")
    try terminal.press("Tab")
    try terminal.wait(until: "words and meanings") {
      $0.contains("check") && $0.contains("write a first task file for a table")
    }
  }
}
