import Foundation
import TestSupport
import Testing

@Suite("lnn-top report")
struct ReportCommandTests {
  private static let sections = [
    "data", "network", "learning", "results", "wiring", "answer", "effects", "limits", "repeat",
  ]

  /// A folder with the waves and a run `a.lnnrun` of them.
  private static func folder(_ options: String = "--window 16 --units 8 --epochs 3") throws -> TemporaryFolder
  {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    try train("waves.csv " + options, in: folder)
    return folder
  }

  private static func train(_ words: String, in folder: TemporaryFolder, run: String = "a.lnnrun") throws {
    let line = "train \(words) --headless --quiet --run \(run)"
    let run = try CommandRun(line.split(separator: " ").map(String.init), in: folder)
    #expect(run.status == 0, "\(run.messages)")
  }

  private func page(_ folder: TemporaryFolder, _ name: String = "a.html") throws -> (
    text: String, page: ReportPage
  ) {
    let text = try folder.text(name)
    return (text, try #require(ReportPage(text), "not well-formed"))
  }

  @Test("is one page with every section, that asks for nothing and says what its pictures show")
  func whole() throws {
    let folder = try Self.folder()
    let run = try CommandRun(["report", "a.lnnrun", "--circuit"], in: folder)
    #expect(run.status == 0 && run.output == "written  a.html\n", "\(run.messages)")
    let (text, page) = try page(folder)
    #expect(page.flaws == [])
    #expect(page.sections == Self.sections.dropLast(2) + ["circuit", "limits", "repeat"])
    for foreign in ["http:", "https:", "src=", "<script", "url(", "@import", "javascript:"] {
      #expect(!text.contains(foreign), "\(foreign)")
    }
    let policy = page.all("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" }
    #expect(policy?.attributes["content"]?.hasPrefix("default-src 'none'; style-src 'unsafe-inline'") == true)
    #expect(page.all("h1").map(\.text) == ["waves"])
    for words in ["product", "beats median", "auto-ncp", "seed", "95 % interval", "one run with one seed"] {
      #expect(page.text.contains(words), "\(words)")
    }
    let ltc = page.all("path").compactMap { $0.attributes["class"] }
    #expect(ltc.contains("curve") && ltc.contains("checked") && ltc.contains("synapse plus"))
    #expect(ltc.contains("synapse minus"))
    #expect(text.utf8.count < 1_000_000)
  }

  @Test("is the same for the same run, and replaces an earlier report")
  func replacement() throws {
    let folder = try Self.folder()
    let command = ["report", "a.lnnrun", "-o", "r.html"]
    #expect(try CommandRun(command, in: folder).status == 0)
    let first = try folder.text("r.html")
    #expect(try CommandRun(command + ["--threads", "1"], in: folder).status == 0)
    #expect(try folder.text("r.html") == first)
  }

  @Test(
    "shows runs of every kind",
    arguments: [
      "--targets word", "--targets sign --inputs fast,slow", "--targets product --kind forecast --horizon 2",
      "--targets product --model cfc", "--targets product --model lstm", "--targets product --split 100,0,0",
      "--targets product --split 80,20,0", "--targets product --wiring full --units 60",
      "--targets product --test-noise 0.5",
    ])
  func kinds(options: String) throws {
    let folder = try TemporaryFolder()
    try folder.writeSigns()
    try Self.train("d.csv --window 16 --epochs 2 \(options)", in: folder)
    let run = try CommandRun(["report", "a.lnnrun"], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let (_, page) = try page(folder)
    #expect(page.flaws == [])
    #expect(page.sections == Self.sections)
  }

  @Test("shows names that would be markup, that reorder or that never end as what they are")
  func hostileNames() throws {
    let folder = try TemporaryFolder()
    let hostile = [
      "<script>alert(1)</script>", "a&amp;\"' onload=x", "gnp.\u{202E}cod", "温度 (°C)", "\u{1B}[31mred",
      String(repeating: "long", count: 500), "<\u{338}b>", "]]><!--",
    ]
    let header = (hostile + ["product"]).map { "\"\($0.replacing("\"", with: "\"\""))\"" }
    var text = header.joined(separator: ",") + "\n"
    for row in 0..<300 {
      let values = hostile.indices.map { sin(Double(row) * 0.1 * Double($0 + 1)) }
      text += (values + [values[0] * values[1]]).map { "\($0)" }.joined(separator: ",") + "\n"
    }
    try folder.write(text, to: "<b>&'x.csv")
    let name = "<script>\u{202E}\u{7}\"</title>"
    let trained = try CommandRun(
      [
        "train", "<b>&'x.csv", "--targets", "product", "--window", "16", "--units", "10", "--epochs", "2",
        "--name", name, "--headless", "--quiet", "--run", "a.lnnrun",
      ], in: folder)
    #expect(trained.status == 0, "\(trained.messages)")
    let run = try CommandRun(["report", "a.lnnrun"], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let (bytes, page) = try page(folder)
    #expect(page.flaws == [])
    #expect(bytes.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0 != "\u{202E}" })
    #expect(page.sections == Self.sections)
    #expect(page.all("h1").first?.text == "<script>\u{FFFD}\u{FFFD}\"</title>")
    for words in ["<script>alert(1)</script>", "a&amp;\"' onload=x", "gnp.\u{FFFD}cod", "温度 (°C)", "]]><!--"]
    {
      #expect(page.text.contains(words), "\(words)")
    }
    // They are cut everywhere but in the command, which names them exactly.
    let command = try #require(page.all("code").first?.text)
    let long = String(repeating: "long", count: 100)
    #expect(command.contains(long) && !page.text.replacing(command, with: "").contains(long))
    #expect(command.contains("--name $'<script>\\xe2\\x80\\xae\\x07\"</title>'"), "\(command)")
  }

  @Test("is made without what needs the data where they have moved, and with them where they are named")
  func movedData() throws {
    let folder = try Self.folder()
    try FileManager.default.moveItem(atPath: folder.path("waves.csv"), toPath: folder.path("moved.csv"))
    let without = try CommandRun(["report", "a.lnnrun", "-o", "r.html"], in: folder)
    #expect(
      without.status == 0 && without.message.contains("the sections that need the run's data are missing"))
    #expect(!without.message.contains("\n"))
    let (text, page) = try page(folder, "r.html")
    #expect(page.flaws == [])
    #expect(page.sections == Self.sections.filter { !["answer", "effects"].contains($0) })
    #expect(text.contains("the sections that need the run&#39;s data are missing"))
    let with = try CommandRun(["report", "a.lnnrun", "moved.csv", "-o", "r.html"], in: folder)
    #expect(with.status == 0, "\(with.messages)")
    #expect(try self.page(folder, "r.html").page.sections == Self.sections)
  }

  @Test("leaves out what needs the data where they were changed")
  func changedData() throws {
    let folder = try Self.folder()
    try folder.writeWaves(rows: 300)
    let run = try CommandRun(["report", "a.lnnrun"], in: folder)
    #expect(run.status == 0 && run.message.contains("other data"), "\(run.messages)")
    #expect(try page(folder).page.sections.contains("effects") == false)
  }

  @Test("says what is wrong in one line")
  func mistakes() throws {
    let folder = try Self.folder("--window 16 --units 8 --epochs 1 --model-out m.safetensors")
    try folder.write("something of mine", to: "mine.html")
    try folder.write("no run", to: "x.lnnrun")
    let stream = try CommandRun(
      ["stream", "waves.csv", "--targets", "product", "--headless", "--quiet", "--run", "s.lnnrun"],
      in: folder)
    #expect(stream.status == 0, "\(stream.messages)")
    for (arguments, status, part) in [
      ([], 2, "RUN is missing"), (["absent"], 1, "there is no run absent; 'lnn-top runs' lists"),
      (["x.lnnrun"], 1, "not a run file"), (["m.safetensors"], 1, "is a model file"),
      (["s.lnnrun"], 1, "is a stream's run"),
      (["a.lnnrun", "-o", "mine.html"], 1, "mine.html holds something else already"),
      (["a.lnnrun", "-o", "a.lnnrun"], 1, "holds something else already"),
      (["a.lnnrun", "-o", "nowhere/r.html"], 1, "there is no folder"),
      (["a.lnnrun", "absent.csv"], 1, "absent.csv"),
      (["a.lnnrun", "--at", "900"], 1, "there is no sequence 900"),
      (["a.lnnrun", "--rows", "0"], 2, "--rows"),
    ] as [([String], Int32, String)] {
      let run = try CommandRun(["report"] + arguments, in: folder)
      #expect(run.status == status && run.output == "", "\(arguments): \(run.messages)")
      #expect(run.message.contains(part) && !run.message.contains("\n"), "\(run.message)")
    }
    #expect(try folder.text("mine.html") == "something of mine")
    #expect(!FileManager.default.fileExists(atPath: folder.path("a.html")))
  }

  @Test("shows a run that diverged or was cut off before its end")
  func unfinished() throws {
    let folder = try Self.folder()
    let bytes = [UInt8](try Data(contentsOf: folder.url.appendingPathComponent("a.lnnrun")))
    for share in [2, 3] {
      try folder.write(Array(bytes.prefix(bytes.count * share / 4)), to: "cut.lnnrun")
      let run = try CommandRun(["report", "cut.lnnrun"], in: folder)
      guard run.status == 0 else {
        #expect(!run.message.contains("\n") && run.message.contains("cut.lnnrun"), "\(run.messages)")
        continue
      }
      #expect(try page(folder, "cut.html").page.flaws == [])
    }
  }
}
