import Foundation
import TestSupport
import Testing

@Suite("New task files")
struct TaskInitTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ line: String) throws -> CommandRun {
    try CommandRun(line.split(separator: " ").map(String.init), in: folder)
  }

  @Test("What is written passes the check and trains")
  func chain() throws {
    try folder.writeSigns()
    let made = try run("task init d.csv --out t.yaml")
    #expect(made.status == 0 && made.output.contains("wrote t.yaml"), "\(made.message)")
    let checked = try run("task check t.yaml")
    #expect(checked.status == 0, "\(checked.message)")
    #expect(checked.output.contains("no row is in two parts") && checked.output.contains("rare: train"))
    let trained = try run("train t.yaml --headless --no-run --steps 1")
    #expect(trained.status == 0, "\(trained.message)")
    #expect(try run("task init d.csv").output.contains("# A first task"))
  }

  @Test("Nothing is overwritten without --force, and nothing written that makes no sense")
  func overwriting() throws {
    try folder.writeWaves()
    try folder.write("mine", to: "t.yaml")
    let refused = try run("task init waves.csv --out t.yaml")
    #expect(refused.status == 1 && refused.message.contains("--force"))
    #expect(try String(contentsOfFile: folder.path("t.yaml"), encoding: .utf8) == "mine")
    #expect(try run("task init waves.csv --out t.yaml --force").status == 0)
    try folder.write("a,b\n1,2\n", to: "tiny.csv")
    let tiny = try run("task init tiny.csv --out tiny.yaml")
    #expect(tiny.status == 1 && tiny.message.contains("too few"), "\(tiny.message)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("tiny.yaml")))
    #expect(try run("task init t.yaml").message.contains("a task file already"))
  }

  @Test(
    "Hostile tables give a task that works or one line that says why not",
    arguments: [
      "a\n", "a,b\n,\n,\n", "x\n1\n2\n3\n", "time,y\n" + String(repeating: "5,1\n", count: 40),
      "id,time,y\n" + (0..<40).map { "\($0 % 2),\(40 - $0),\($0)\n" }.joined(),
      "\"a \u{1B}[31m\",\"y\n# z: [\"\n" + (0..<40).map { "\($0),\($0 * 3)\n" }.joined(),
      "word,other\n" + (0..<60).map { "w\($0),v\($0)\n" }.joined(),
      "a,label\n" + (0..<60).map { "\($0),c\($0 % 29)\n" }.joined(),
      "date,v\n" + (0..<40).map { "2024-01-\(10 + $0 % 20),\($0 % 3)\n" }.joined(),
    ])
  func hostile(text: String) throws {
    try folder.write(text, to: "h.csv")
    let made = try run("task init h.csv --out h.yaml")
    #expect((made.messages + made.output).unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    guard made.status == 0 else {
      #expect(made.status == 1 && !made.message.contains("\n") && made.message.hasPrefix("lnn-top: "))
      return
    }
    let checked = try run("task check h.yaml")
    #expect(checked.status == 0, "\(checked.message)")
    for line in checked.output.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    #expect(checked.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    let trained = try run("train h.yaml --headless --no-run --steps 1")
    #expect(trained.status == 0, "\(trained.message)")
  }

  @Test("The smallest integer is a number like any other")
  func smallestInteger() throws {
    let rows = (0..<50).map { $0 == 5 ? "\(Int.min),2\n" : "\($0),\($0 % 3)\n" }.joined()
    try folder.write("a,b\n" + rows, to: "d.csv")
    #expect(try run("task init d.csv").status == 0)
    for options in ["--categories a --inputs a", "--inputs b --targets a --kind classification"] {
      let trained = try run("train d.csv --headless --no-run --steps 1 --targets b \(options)")
      #expect([0, 1, 2].contains(trained.status), "\(trained.message)")
    }
  }

  @Test("A file name that changes the direction of text is escaped, and the file is found")
  func direction() throws {
    let name = "a\u{202E}vsc.\u{2066}d\u{200F}.csv"
    try folder.write("a,b\n" + (0..<40).map { "\($0 % 7),\($0 % 5)\n" }.joined(), to: name)
    for arguments in [["task", "init", name], ["task", "init", name, "--out", "t.yaml"]] {
      let made = try CommandRun(arguments, in: folder)
      #expect(made.status == 0, "\(made.message)")
      let written = made.output + made.messages
      #expect(written.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .format })
    }
    let text = try String(contentsOfFile: folder.path("t.yaml"), encoding: .utf8)
    #expect(text.contains("\\U0000202e") && text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .format })
    let checked = try run("task check t.yaml")
    #expect(checked.status == 0, "\(checked.message)")
  }

  @Test("Thousands of columns are guessed about, checked and trained on")
  func manyColumns() throws {
    let names = (0..<20_000).map { "c\($0)" }.joined(separator: ",")
    let rows = (0..<12).map { row in
      (0..<20_000).map { "\((row * 7 + $0 * 13) % 11)" }.joined(separator: ",") + "\n"
    }
    try folder.write(names + "\n" + rows.joined(), to: "d.csv")
    #expect(try run("task init d.csv --out t.yaml").status == 0)
    #expect(try run("task check t.yaml").output.contains("20000 in all"))
    #expect(try run("train d.csv --headless --no-run --steps 1 --units 4").status == 0)
  }

  @Test("The check says the same as one JSON object")
  func json() throws {
    try folder.writeSigns()
    #expect(try run("task init d.csv --out t.yaml").status == 0)
    let object = try #require(try run("task check t.yaml --json").objects().first)
    let split = try #require(object["split"] as? [String: Any])
    #expect((split["overlaps"] as? [Any])?.isEmpty == true)
    let parts = try #require(split["parts"] as? [[String: Any]])
    #expect(parts.compactMap { $0["rows"] as? Int } == [300, 40, 60])
    let network = try #require(object["network"] as? [String: Any])
    #expect(network["neurons"] as? Int == 32)
  }

  @Test("The word task alone, and a part that it does not have, are told what there is")
  func parts() throws {
    let alone = try run("task")
    #expect(alone.status == 2 && alone.message.contains("task init or task check"))
    let typo = try run("task chekc x")
    #expect(typo.status == 2 && typo.message.contains("did you mean task check?"))
  }
}
