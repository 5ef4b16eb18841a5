import Foundation
import TestSupport
import Testing

/// What becomes of a command whose output nobody can keep.
@Suite("Output that cannot be written")
struct FullOutputTests {
  /// Commands that print something on stdout, each on a folder with the run `a.lnnrun` and the data `waves.csv`.
  private static let commands = [
    "--version", "--help", "train --help", "runs .", "runs . --json", "config", "config --json", "themes",
    "themes --json",
    "replay a.lnnrun --headless", "replay a.lnnrun --json", "replay a.lnnrun --snapshot -",
    "attach a.lnnrun --headless",
    "compare a.lnnrun a.lnnrun", "compare a.lnnrun a.lnnrun --json", "eval a.lnnrun DATA",
    "eval a.lnnrun DATA --json",
    "export a.lnnrun -o m.safetensors", "export a.lnnrun --format csv --table scalars -o -",
    "export a.lnnrun --format asciicast -o -", "task init DATA", "task check t.yaml",
    "task check t.yaml --json", "runs tag a.lnnrun best", "runs note a.lnnrun good",
    "train DATA --window 16 --units 8 --steps 3 --headless --no-run",
    "train DATA --window 16 --units 8 --steps 3 --json --run b.lnnrun",
    "bench --json --repeats 1 --only stream-lstm-32",

    "benchmark t.yaml --models lstm --seeds 1 --steps 3 --out many",
    "train lane-keeping --steps 2 --run lane.lnnrun --headless", "drive lane.lnnrun --json",
    "runs rm lane.lnnrun --yes",
  ]

  @Test("every command says once that stdout is full, and fails")
  func fullDevice() throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeWaves()
    #expect(
      try CommandRun(
        ["train", data, "--window", "16", "--units", "8", "--steps", "3", "--headless", "--run", "a.lnnrun"],
        in: folder
      ).status == 0)
    #expect(try CommandRun(["task", "init", data, "-o", "t.yaml"], in: folder).status == 0)
    for command in Self.commands {
      let words = command.split(separator: " ").map { $0 == "DATA" ? data : String($0) }
      let messages = folder.path("messages")
      let process = try CommandRun.start(words, in: folder, output: "/dev/full", messages: messages)
      #expect(process.wait() == 1, "\(command)")
      let said = try String(contentsOfFile: messages, encoding: .utf8)
        .components(separatedBy: "lnn-top: stdout cannot be written: No space left on device\n")
      #expect(said.count == 2, "\(command): \(said)")
    }
  }

  @Test("a full stderr ends no command")
  func fullMessages() throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeWaves()
    let words = ["train", data, "--window", "16", "--units", "8", "--steps", "3", "--headless", "--no-run"]
    let process = try CommandRun.start(
      words, in: folder, output: folder.path("output"), messages: "/dev/full")
    #expect(process.wait() == 0)
    #expect(try String(contentsOfFile: folder.path("output"), encoding: .utf8).contains("mse"))
  }
}
