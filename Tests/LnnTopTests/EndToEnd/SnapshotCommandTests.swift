import Foundation
import RunStore
import TestSupport
import Testing

@Suite("lnn-top replay --snapshot") struct SnapshotCommandTests {
  private static let run = Result { try SampleRun.bytes("--epochs 20 --seed 1") }

  /// A folder with a recorded run in `a.lnnrun`.
  private func recorded() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    try folder.write(Self.run.get(), to: "a.lnnrun")
    return folder
  }

  @Test("the same run gives the same bytes, in every view") func sameBytes() throws {
    let folder = try recorded()
    for view in ["overview", "neurons", "inputs"] {
      for name in ["1.svg", "2.svg"] {
        let run = try CommandRun(["replay", "a.lnnrun", "--snapshot", name, "--view", view], in: folder)
        #expect(run.status == 0 && run.output.isEmpty && run.messages.isEmpty, "\(run.messages)")
      }
      let bytes = try ["1.svg", "2.svg"].map { try Data(contentsOf: URL(fileURLWithPath: folder.path($0))) }
      #expect(bytes[0] == bytes[1])
      #expect(bytes[0].count < 200_000)
      let reader = SVGReader(String(decoding: bytes[0], as: UTF8.self))
      #expect(reader.error == nil)
      #expect(reader.texts.contains("REPLAY DONE"))
    }
  }

  @Test("seeks to a fraction or a step, in any size and form") func moments() throws {
    let folder = try recorded()
    func text(_ arguments: [String]) throws -> String {
      let run = try CommandRun(["replay", "a.lnnrun", "--snapshot", "-"] + arguments, in: folder)
      #expect(run.status == 0, "\(run.messages)")
      return run.output
    }
    let end = try text([])
    let lines = end.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 41, "forty rows and the end of the last")
    #expect(try text(["--at", "step:7"]).contains("step 7/"))
    #expect(try text(["--at", "0"]) != end)
    #expect(try text(["--at", "1"]) == end)
    #expect(
      try text(["--size", "60x12"]).split(separator: "\n", omittingEmptySubsequences: false).count == 13)
    #expect(try text(["--format", "ansi"]).contains("\u{1B}[0;"))
    #expect(try text(["--format", "svg"]).hasPrefix("<svg "))
    #expect(try text(["--view", "neurons", "--neuron", "motor 0"]).contains("motor 0 (motor): state"))
    #expect(try text(["--view", "neurons", "--neuron", "0"]).contains("motor 0 (motor): state"))
    #expect(try text(["--glyphs", "ascii"]).allSatisfy(\.isASCII))
  }

  @Test("the end of a run says how it ended") func endings() throws {
    let folder = try recorded()
    func word(after change: String, at moment: String = "1") throws -> String {
      try folder.write(Self.run.get(), to: "b.lnnrun")
      try Database(path: folder.path("b.lnnrun"), mode: .readWrite).execute(change, doing: "changing")
      let run = try CommandRun(["replay", "b.lnnrun", "--snapshot", "-", "--at", moment], in: folder)
      #expect(run.status == 0, "\(run.messages)")
      return run.output.split(separator: "  ").first.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
    }
    let change = "UPDATE outcome SET outcome = replace(outcome, '\"done\"', '\"ENDING\"')"
    for ending in ["done", "diverged", "stopped"] {
      let words = try word(after: change.replacingOccurrences(of: "ENDING", with: ending))
      #expect(words.hasPrefix("REPLAY \(ending.uppercased())"))
    }
    #expect(try word(after: "DELETE FROM outcome").hasPrefix("REPLAY INTERRUPTED"))
    #expect(try word(after: "DELETE FROM outcome", at: "0.5").hasPrefix("REPLAY PAUSED"))
  }

  @Test("says in one line what is wrong and leaves other files alone") func mistakes() throws {
    let folder = try recorded()
    func failure(_ arguments: [String], status: Int32) throws -> String {
      let run = try CommandRun(["replay", "a.lnnrun"] + arguments, in: folder)
      #expect(run.status == status && !run.message.contains("\n"), "\(arguments): \(run.messages)")
      return run.message
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.path("waves.csv")))
    #expect(try failure(["--snapshot", "waves.csv", "--format", "text"], status: 1).contains("left alone"))
    #expect(try failure(["--snapshot", "a.png"], status: 2).contains(".svg, .ans or .txt"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("waves.csv"))) == before)
    #expect(try failure(["--snapshot", "no/a.svg"], status: 1).contains("no folder"))
    #expect(try failure(["--at", "0.5"], status: 2).contains("--snapshot"))
    #expect(try failure(["--snapshot", "-", "--speed", "2"], status: 2).contains("--speed"))
    #expect(try failure(["--snapshot", "-", "--at", "2"], status: 2).contains("between 0 and 1"))
    #expect(try failure(["--snapshot", "-", "--size", "80"], status: 2).contains("120x40"))
    #expect(try failure(["--snapshot", "-", "--view", "moon"], status: 2).contains("overview"))
    #expect(try failure(["--snapshot", "-", "--neuron", "moon"], status: 1).contains("no neuron 'moon'"))
    #expect(try failure(["--snapshot", "-", "--theme", "moon"], status: 1).contains("no theme"))
  }
}
