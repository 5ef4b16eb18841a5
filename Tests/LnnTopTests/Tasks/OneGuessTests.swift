import Foundation
import Liquid
import RunStore
import TestSupport
import Testing

/// `train FILE`, and `task init FILE` with `train` on what it writes, are the same training.
@Suite("One guess of a task")
struct OneGuessTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ line: String) throws -> CommandRun {
    try CommandRun(line.split(separator: " ").map(String.init), in: folder)
  }

  /// What a run recorded of its data: not where they are, nor the network, which a task file may suggest.
  private func record(_ name: String) throws -> [String: String] {
    let reader = try RunReader(path: folder.path(name))
    let words: Set<String> = [
      "inputs", "targets", "kind", "time", "sequence", "sort-by-time", "categories", "window", "stride",
      "split",
      "split-by", "shuffle", "missing", "missing-markers", "horizon", "resample", "time-features",
    ]
    var record = reader.description.configuration.filter { words.contains($0.key) }
    record["fingerprint"] = reader.fingerprint
    return record
  }

  /// Whether both ways refuse the file; where they do not, they must agree.
  private func expectSame(_ options: String = "", in comment: String) throws {
    let quiet = "--headless --quiet --steps 1 --threads 1 --units 40"
    let made = try run("task init d.csv --out t.yaml --force \(options)")
    let direct = try run("train d.csv \(quiet) --run a.lnnrun \(options)")
    #expect(made.status == direct.status, "\(comment): \(made.message) / \(direct.message)")
    guard made.status == 0 else { return }
    let written = try run("train t.yaml \(quiet) --run b.lnnrun")
    #expect(written.status == 0, "\(comment): \(written.message)")
    #expect(try run("task check t.yaml").status == 0, "\(comment)")
    let (mine, other) = (try record("a.lnnrun"), try record("b.lnnrun"))
    #expect(mine == other && mine["fingerprint"] != nil, "\(comment)")
    let resumed = try run("train --resume a.lnnrun --headless --quiet --steps 2")
    #expect(resumed.status == 0, "\(comment): \(resumed.message)")
    for file in ["a.lnnrun", "b.lnnrun"] { try FileManager.default.removeItem(atPath: folder.path(file)) }
  }

  @Test("Tables of all kinds", arguments: GuessTable.Order.allCases)
  func generated(order: GuessTable.Order) throws {
    try withSeeds(Thoroughness.cases(2)) { seed, random in
      let table = GuessTable(using: &random, order: order)
      try folder.write(table.text, to: "d.csv")
      try expectSame(in: "\(table), seed \(seed)")
      try expectSame("--time none --sequence none", in: "\(table), seed \(seed), without an order")
    }
  }

  @Test(
    "The sample data",
    arguments: ["lane-keeping", "lane-keeping-leak", "vital-signs", "market", "sine-pair"])
  func samples(name: String) throws {
    let file = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../sample-data/\(name).csv")
    try FileManager.default.copyItem(
      at: file.standardized, to: folder.url.appendingPathComponent("d.csv"))
    try expectSame(in: name)
  }

  @Test("Ids with leading zeros, numbers that write dates, and what is said are the same, too")
  func roles() throws {
    let rows = (0..<60).map {
      "\($0 % 2 == 0 ? "0" : "")\($0 / 20 + 1),202101\(10 + $0 / 2 % 10),\($0 % 7),\($0 % 5)"
    }
    try folder.write("id,date,\"a, b\",y\n" + rows.joined(separator: "\n") + "\n", to: "d.csv")
    for options in [
      "", "--kind classification", "--targets id --inputs y", "--window 4 --missing-markers y=4,3",
    ] {
      try expectSame(options, in: options)
    }
  }

  @Test(
    "Dates that descend are told by train, by the check of a task without a time, and by no one once sorted")
  func newestFirst() throws {
    let rows = (20..<100).reversed().map {
      String(format: "2021-03-01 %02d:%02d,%d\n", $0 / 60, $0 % 60, 200 - $0)
    }
    try folder.write("Date,Close\n" + rows.joined(), to: "d.csv")
    let close = "--inputs Close --targets Close --kind forecast --headless --steps 1 --no-run"
    let sorted = try run("train d.csv \(close)")
    #expect(
      sorted.status == 0 && sorted.message.contains("read in the order of their times"), "\(sorted.message)")
    let kept = try run("train d.csv \(close) --time none")
    #expect(kept.status == 0 && kept.message.contains("from the newest to the oldest"), "\(kept.message)")
    try folder.write("data: d.csv\ntargets: Close\nkind: forecast\n", to: "t.yaml")
    #expect(try run("task check t.yaml").output.contains("dates in 'Date' descend"))
    try folder.write(
      "data: d.csv\ntargets: Close\nkind: forecast\ntime: Date\nsort-by-time: yes\n", to: "t.yaml")
    let checked = try run("task check t.yaml")
    #expect(checked.status == 0 && !checked.output.contains("descend"), "\(checked.message)")
    #expect(try run("train t.yaml --headless --steps 1 --no-run").status == 0)
  }

  @Test("A run's columns are taken by their names, and one that is missing is one line")
  func initFromRun() throws {
    func write(_ header: String, _ row: (String, String, String, String) -> String) throws {
      let rows = (0..<60).map { row("c\($0 / 10)", "\(1950 + $0 % 10)", "\($0 % 7)", "\($0 % 5)") + "\n" }
      try folder.write(header + "\n" + rows.joined(), to: "d.csv")
    }
    try write("country,year,x,y") { "\($0),\($1),\($2),\($3)" }
    #expect(try run("train d.csv --headless --quiet --steps 1 --run a.lnnrun").status == 0)
    try write("y,other,x,year,country") { "\($3),7,\($2),\($1),\($0)" }
    let moved = try run("train --init a.lnnrun d.csv --headless --steps 1 --no-run")
    #expect(moved.status == 0 && moved.message.contains("'y' from 1 input ('x')"), "\(moved.message)")
    for (role, header) in [
      ("sequence", "land,year,x,y"), ("time", "country,yr,x,y"), ("input", "country,year,z,y"),
      ("target", "country,year,x,z"),
    ] {
      try write(header) { "\($0),\($1),\($2),\($3)" }
      let missing = try run("train --init a.lnnrun d.csv --headless --steps 1 --no-run")
      #expect(missing.status == 1 && !missing.message.contains("\n"), "\(missing.message)")
      #expect(missing.message.contains("no such column for the \(role)"), "\(missing.message)")
    }
  }

  @Test("A class whose name stands for a missing value is told, and kept by other words for those")
  func missingClass() throws {
    let rows = (0..<60).map { "\($0 % 7),\(["NA", "EU", "AS"][$0 % 3])\n" }
    try folder.write("x,region\n" + rows.joined(), to: "d.csv")
    let told = try run("train d.csv --headless --steps 1 --no-run")
    #expect(told.message.contains("20 of 60") && told.message.contains("--missing-words"), "\(told.message)")
    let kept = try run("train d.csv --missing-words ? --headless --steps 1 --no-run")
    #expect(kept.status == 0 && kept.message.contains("(3 classes)"), "\(kept.message)")
  }

  @Test("A pipe is read once, and guessed about like a file")
  func pipe() throws {
    let rows = (0..<60).map { "\($0 / 10 + 1),\(1950 + $0 % 10),\($0 % 7),\($0 % 5)\n" }
    try folder.write("country,year,x,y\n" + rows.joined(), to: "d.csv")
    let line =
      "'\(CommandRun.executable)' train /dev/stdin --headless --steps 1 --no-run < <(cat d.csv) > out 2>&1"
    #expect(try ChildProcess("/bin/bash", ["-c", line], in: folder.path).wait() == 0)
    #expect(try folder.text("out").contains("'country' changes where the time starts again"))
  }
}
