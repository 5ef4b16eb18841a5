import Foundation
import LnnTop
import TestSupport
import Testing

@Suite("Completion")
struct CompletionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("t,speed,\"left, front\"\n1,2,3\n2,3,4\n", to: "drive.csv")
  }

  /// The words that a command line may go on with; its last word, in quotation marks where it is empty, is not complete.
  private func words(_ line: String, environment: [String: String] = [:]) throws -> [String] {
    let asked = line.split(separator: " ").map { $0 == "''" ? "" : String($0) }
    let run = try CommandRun(["completion", "words", "--"] + asked, in: folder, environment: environment)
    #expect(run.status == 0 && run.messages.isEmpty, "\(run.messages)")
    return run.output.split(separator: "\n").map { String($0.split(separator: "\t")[0]) }
  }

  @Test(
    "Commands, options and values go on as they can",
    arguments: [
      ("tra", ["train"]), ("ta", ["task"]), ("task ''", ["init", "check"]), ("task ini", ["init"]),
      ("he", ["help"]), ("help themes", ["themes"]), ("nonsense ''", []),
      ("train --mod", ["--model", "--model-out"]), ("--mod", ["--model", "--model-out"]),
      ("train --model cfc-", ["cfc-no-gate", "cfc-pure"]), ("train --model=cfc-n", ["--model=cfc-no-gate"]),
      ("train --model cfc --mod", ["--model-out"]), ("train --kind reg", ["regression"]),
      ("train --no-res", ["--no-residual"]), ("train -- --mod", [":files"]),
      ("train --wiring nc", ["ncp", ":files"]),
      ("train --data ''", [":folders"]), ("train --epochs ''", []), ("runs --sort ti", ["time"]),
      ("benchmark drive.csv --models ltc,cfc-n", ["ltc,cfc-ncp", "ltc,cfc-no-gate", ":open"]),
      ("train --time-features hour-of-day,we", ["hour-of-day,weekend", ":open"]),
      ("completion ''", ["words", "bash", "zsh", "fish"]), ("config --mouse o", ["on", "off"]),
    ])
  func goesOn(line: String, expected: [String]) throws {
    #expect(try words(line) == expected)
  }

  @Test(
    "Columns are those of the data on the line, quoted where they need it",
    arguments: [
      ("train drive.csv --inputs ''", ["t", "speed", "\"left, front\"", ":open"]),
      ("train drive.csv --inputs t,", ["t,speed", "t,\"left, front\"", ":open"]),
      ("train drive.csv --inputs \"left, front\",s", []),
      ("train --time t drive.csv --sequence s", ["speed"]),
      ("train absent.csv --inputs ''", [":open"]), ("train --inputs ''", [":open"]),
    ])
  func columns(line: String, expected: [String]) throws {
    // A space cuts this test's lines, not a shell's.
    guard !line.contains("\"") else {
      let run = try CommandRun(
        ["completion", "words", "--", "train", "drive.csv", "--inputs", "\"left, front\",s"], in: folder)
      #expect(run.output == "\"left, front\",speed\n:open\n")
      return
    }
    #expect(try words(line) == expected)
  }

  @Test("Columns of a table that is larger than what is read of it")
  func largeTable() throws {
    let rows = String(repeating: "1,2\n", count: 400_000)
    try folder.write("first,second\n" + rows, to: "large.csv")
    #expect(try words("train large.csv --inputs se") == ["second", ":open"])
  }

  @Test("Tasks, themes and runs are offered by their names")
  func names() throws {
    #expect(try words("train lane-k").contains("lane-keeping"))
    #expect(try words("themes fe") == ["fen"])
    #expect(try words("train --theme fe") == ["fen"])
    try FileManager.default.createDirectory(atPath: folder.path("runs"), withIntermediateDirectories: true)
    for name in ["first", "second", "two\u{1B}lines"] { try folder.write("", to: "runs/\(name).lnnrun") }
    #expect(Set(try words("replay ''")) == ["first", "second", ":files"])
    #expect(try words("attach se") == ["second", ":files"])
    #expect(try words("replay ''", environment: ["LNN_TOP_RUNS": folder.path("none")]) == [":files"])
  }

  @Test(
    "Every option that needs a value of few words has them offered", arguments: Commands.all.map { $0.name })
  func helpIsOffered(command: String) throws {
    let help = try CommandRun(command.split(separator: " ").map(String.init) + ["--help"], in: folder).output
    let pattern = /^ +(?:-\w, )?--([a-z0-9-]+) ([a-z0-9-]+(?:\|[a-z0-9-]+)+)$/.anchorsMatchLineEndings()
    for match in help.matches(of: pattern) {
      let offered = try words("\(command) --\(match.1) ''").filter { !$0.hasPrefix(":") }
      #expect(offered == match.2.split(separator: "|").map(String.init), "--\(match.1)")
    }
  }

  @Test("An unknown shell is a wrong usage")
  func unknownShell() throws {
    let run = try CommandRun(["completion", "tcsh"], in: folder)
    #expect(
      run.status == 2 && run.message.contains("bash") && run.message.contains("'tcsh'"), "\(run.message)")
  }
}
