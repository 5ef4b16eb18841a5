import Foundation
import RunStore
import TestSupport
import Testing

/// `--reader` with the real program: keys come through a pipe, words go into one.
@Suite struct ReaderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeWaves()
  }

  private func run(_ line: String, keys: String) throws -> CommandRun {
    try CommandRun(
      line.split(separator: " ").map(String.init), in: folder, input: Data(keys.utf8))
  }

  @Test func aTrainingIsSpokenAndAnswersKeys() throws {
    let run = try run(
      "train waves.csv --window 16 --units 12 --epochs 2 --run a.lnnrun --reader", keys: "2\nj\n?\n\n")
    #expect(run.status == 0, "\(run.messages)")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.first?.contains("12 neurons") == true)
    for word in ["view 2, Neurons", "done", "space: pause and resume; nothing is lost"] {
      #expect(lines.contains(word), "\(word) in \(run.output)")
    }
    #expect(lines.contains { $0.contains(#/^neuron .+, layer /#) })
    #expect(!run.output.contains("\u{1B}"))
    #expect(try RunReader(path: folder.path("a.lnnrun")).outcome?.state == .done)
  }

  @Test func qEndsATrainingAndAReplayIsPlayed() throws {
    let training = try run(
      "train waves.csv --window 16 --units 12 \(DashboardRun.endless) --run a.lnnrun --reader", keys: "q\n")
    #expect(training.status == 0, "\(training.messages)")
    #expect(try RunReader(path: folder.path("a.lnnrun")).outcome?.state == .stopped)
    for command in ["replay", "attach"] {
      let shown = try run("\(command) a.lnnrun --reader", keys: "end\nM\n")
      #expect(shown.status == 0 && shown.output.contains("M "), "\(shown.output)")
    }
  }

  @Test func aStreamIsSpokenAndItsKeysNeedStdin() throws {
    let spoken = try run("stream waves.csv --units 4 --run a.lnnrun --reader", keys: "2\n\n")
    #expect(spoken.status == 0, "\(spoken.messages)")
    let lines = spoken.output.split(separator: "\n").map(String.init)
    #expect(lines.contains("view 2, Neurons"), "\(spoken.output)")
    #expect(lines.contains { $0.contains(", error ") }, "\(spoken.output)")
    #expect(!spoken.output.contains("\u{1B}"))
    let refused = try run("stream - --units 4 --reader", keys: "1\n")
    #expect(refused.status == 1 && refused.message.contains("stdin"), "\(refused.messages)")
  }

  @Test func timesOfAStreamHaveTheUnitThatTheirColumnNames() throws {
    try folder.write("time_s,y\n0,1\n0.5,2\n1.5,3\n2,4\n", to: "timed.csv")
    let run = try run(
      "stream timed.csv --time time_s --targets y --units 4 --run t.lnnrun --reader", keys: "")
    #expect(run.status == 0, "\(run.messages)")
    #expect(try RunReader(path: folder.path("t.lnnrun")).description.task.timeUnit == "s")
  }

  @Test func readerAndHeadlessContradictOneAnother() throws {
    let run = try run("train waves.csv --reader --headless", keys: "")
    #expect(run.status == 2 && run.message.contains("--reader"), "\(run.messages)")
  }
}
