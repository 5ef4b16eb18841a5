import Foundation
import TestSupport
import Testing

@Suite("lnn-top runs") struct RunsCommandTests {
  private static let runs = Result {
    try ["ltc --epochs 2", "cfc --epochs 4"].map { try SampleRun.bytes("--units 8 --model \($0)") }
  }

  /// A folder with two runs: `short` with 2 epochs of an LTC, `long` with 4 of a CfC.
  private func recorded() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    for (name, run) in zip(["short", "long"], try Self.runs.get()) {
      try folder.write(run, to: "runs/\(name).lnnrun")
    }
    return folder
  }

  private func names(_ arguments: [String], in folder: TemporaryFolder) throws -> [String] {
    let run = try CommandRun(["runs", "--json"] + arguments, in: folder)
    #expect(run.status == 0, "\(run.messages)")
    return try run.objects().map { object in
      let file = ((object["path"] as? String ?? "") as NSString).lastPathComponent
      return (file as NSString).deletingPathExtension
    }
  }

  @Test("lists by any column, either way, and only what matches all words") func listing() throws {
    let folder = try recorded()
    #expect(try names([], in: folder) == ["long", "short"])
    #expect(try names(["--sort", "name"], in: folder) == ["long", "short"])
    #expect(try names(["--sort", "steps", "--reverse"], in: folder) == ["short", "long"])
    #expect(try names(["--filter", "LTC waves"], in: folder) == ["short"])
    #expect(try names(["--filter", "done"], in: folder).count == 2)
    #expect(try names(["--filter", "moon"], in: folder).isEmpty)
    let none = try CommandRun(["runs", "--filter", "moon"], in: folder)
    #expect(none.status == 0 && none.message.contains("none of the 2 runs"))
    #expect(try CommandRun(["runs", "--sort", "moon"], in: folder).status == 2)
  }

  @Test("takes a run file in place of a folder") func file() throws {
    let folder = try recorded()
    #expect(try names(["runs/short.lnnrun"], in: folder) == ["short"])
    let table = try CommandRun(["runs", "runs/long.lnnrun"], in: folder)
    #expect(table.output.contains("long.lnnrun") && !table.output.contains("short"))
    for (place, reason) in [("waves.csv", "is not a run file"), ("moon", "no folder or run file moon")] {
      let refused = try CommandRun(["runs", place], in: folder)
      #expect(refused.status == 1 && refused.message.contains(reason), "\(refused.messages)")
      #expect(!refused.message.contains("\n") && refused.output.isEmpty)
    }
  }

  @Test("tags find a run, notes stay with it") func labels() throws {
    let folder = try recorded()
    #expect(try CommandRun(["runs", "tag", "short", "good", "baseline"], in: folder).status == 0)
    #expect(try CommandRun(["runs", "tag", "short", "good"], in: folder).output == "tags: good baseline\n")
    #expect(try names(["--filter", "baseline"], in: folder) == ["short"])
    #expect(try CommandRun(["runs"], in: folder).output.contains("good baseline"))
    #expect(try CommandRun(["runs", "tag", "short", "good", "--remove"], in: folder).status == 0)
    let gone = try CommandRun(["runs", "tag", "short", "good", "--remove"], in: folder)
    #expect(gone.status == 1 && gone.message.contains("has no tag good"))
    #expect(try CommandRun(["runs", "tag", "short", "two words"], in: folder).message.contains("two-words"))
    let note = try CommandRun(["runs", "note", "long", "the", "paper's", "settings"], in: folder)
    #expect(note.status == 0 && note.output == "1 note\n", "\(note.messages)")
    #expect(try names(["--filter", "paper's"], in: folder) == ["long"])
    #expect(try CommandRun(["runs", "note", "moon", "x"], in: folder).status == 1)
    #expect(try CommandRun(["runs", "note", "long"], in: folder).status == 2)
  }

  @Test("removes runs only when it is sure") func removing() throws {
    let folder = try recorded()
    let unsure = try CommandRun(["runs", "rm", "short"], in: folder)
    #expect(unsure.status == 1 && unsure.messages.contains("--yes"))
    let mistyped = try CommandRun(["runs", "rm", "short", "moon", "--yes"], in: folder)
    #expect(mistyped.status == 1 && mistyped.message.contains("moon"))
    let other = try CommandRun(["runs", "rm", "./waves.csv", "--yes"], in: folder)
    #expect(other.status == 1 && other.message.contains("not a run"))
    #expect(try names([], in: folder).count == 2)
    let sure = try CommandRun(["runs", "rm", "short", "--yes"], in: folder)
    #expect(sure.status == 0 && sure.output == "removed 1 run\n", "\(sure.messages)")
    #expect(try names([], in: folder) == ["long"])
  }

  @Test("its parts have help of their own") func help() throws {
    let folder = try TemporaryFolder()
    for part in ["rm", "tag", "note"] {
      let help = try CommandRun(["runs", part, "--help"], in: folder)
      #expect(help.output.hasPrefix("Usage: lnn-top runs \(part) [options] "))
      #expect(try CommandRun(["help", "runs", part], in: folder).output == help.output)
    }
    #expect(try CommandRun(["runs", "rm"], in: folder).message.contains("lnn-top runs rm --help"))
  }
}
