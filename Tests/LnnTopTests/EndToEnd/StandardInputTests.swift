import Foundation
import RunStore
import TestSupport
import Testing

@Suite("Standard input as data")
struct StandardInputTests {
  private static let quick = ["--window", "16", "--units", "12", "--steps", "2", "--headless"]

  private func table() -> Data {
    Data(("x,y\n" + (0..<120).map { "\($0 % 7),\($0 % 5)\n" }.joined()).utf8)
  }

  @Test("Data that are piped in are trained on, evaluated and resumed as those of a file")
  func data() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array(table()), to: "file.csv")
    let piped = try CommandRun(
      ["train", "-", "--run", "p.lnnrun", "--json"] + Self.quick, in: folder, input: table())
    #expect(piped.status == 0, "\(piped.messages)")
    let named = try CommandRun(["train", "file.csv", "--no-run", "--json"] + Self.quick, in: folder)
    #expect(
      try piped.objects().last?["validation_loss"] as? Double
        == named.objects().last?["validation_loss"] as? Double)
    let evaluated = try CommandRun(["eval", "p.lnnrun", "-", "--json"], in: folder, input: table())
    #expect(evaluated.status == 0, "\(evaluated.messages)")
    let resumed = try CommandRun(
      ["train", "--resume", "p.lnnrun", "--steps", "4", "--headless"], in: folder, input: table())
    #expect(resumed.status == 0, "\(resumed.messages)")
    let other = try CommandRun(
      ["train", "--resume", "p.lnnrun", "--steps", "6", "--headless"], in: folder,
      input: Data("x,y\n1,2\n".utf8))
    #expect(other.status != 0)
  }

  @Test("Ids with leading zeros are as many sequences through a pipe as in a file, and told so")
  func ids() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<160).map {
      "\($0 / 20 % 2 == 0 ? "0" : "")\($0 / 40 + 1),\($0 % 20),\($0 % 7),\($0 % 5)\n"
    }
    let data = Data(("id,time,x,y\n" + rows.joined()).utf8)
    try folder.write(Array(data), to: "file.csv")
    let quick = ["--headless", "--units", "12", "--steps", "1"]
    let piped = try CommandRun(["train", "-", "--run", "p.lnnrun"] + quick, in: folder, input: data)
    let named = try CommandRun(["train", "file.csv", "--run", "f.lnnrun"] + quick, in: folder)
    #expect(piped.status == 0 && named.status == 0, "\(piped.messages)\(named.messages)")
    for run in [piped, named] { #expect(run.messages.contains("8 sequences"), "\(run.messages)") }
    let prints = try ["p", "f"].map { try RunReader(path: folder.path("\($0).lnnrun")).fingerprint }
    #expect(prints[0] == prints[1])
  }

  @Test("A task is guessed from what is piped in, and read from there")
  func task() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array(table()), to: "file.csv")
    let guess = try CommandRun(["task", "init", "-"], in: folder, input: table())
    #expect(guess.status == 0 && guess.output.contains("data: \"-\""), "\(guess.messages)")
    let text = guess.output.replacing("data: \"-\"", with: "data: file.csv")
    let check = try CommandRun(["task", "check", "-"], in: folder, input: Data(text.utf8))
    #expect(check.status == 0 && check.output.contains("file.csv: 120 rows"), "\(check.messages)")
    let both = try CommandRun(["task", "check", "-"], in: folder, input: Data(guess.output.utf8))
    #expect(both.status == 1 && both.messages.contains("the task came through -"), "\(both.messages)")
  }

  @Test("Nothing piped in is one line")
  func empty() throws {
    let run = try CommandRun(["train", "-", "--headless"], in: TemporaryFolder(), input: Data())
    #expect(run.status == 1)
    #expect(run.messages == "lnn-top: -: the file is empty; it needs a header line and rows of values\n")
  }
}
