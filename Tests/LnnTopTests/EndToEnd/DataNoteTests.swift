import Foundation
import TestSupport
import Testing

/// What is told of data and of words about them that do not go together, with the real program.
@Suite("Notes on data") struct DataNoteTests {
  /// Twelve sequences of ten rows with gaps; two of them have no row without one.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var text = "id,time,a,b,y\n"
    for sequence in 0..<12 {
      for step in 0..<10 {
        let (wave, other) = (sin(Double(step + sequence)), cos(Double(step)))
        let isGap = [3, 7].contains(sequence) || step % 4 == 1
        text += "s\(sequence),\(step),\(isGap ? "" : "\(wave)"),\(other),\(wave * other)\n"
      }
    }
    try folder.write(text, to: "gaps.csv")
    return folder
  }

  private let words = [
    "train", "gaps.csv", "--sequence", "id", "--time", "time", "--targets", "y", "--units", "4", "--epochs",
    "1",
    "--headless",
  ]

  @Test("Sequences that lose all their rows are counted and named, in training and in evaluation")
  func lostSequences() throws {
    let folder = try folder()
    let note = "2 sequences of 12 have no row with all inputs, and are lost: 's3', 's7'"
    let run = try CommandRun(words + ["--missing", "drop", "--run", "a.lnnrun"], in: folder)
    #expect(run.status == 0 && run.messages.contains("50 rows of 120 lack an input and are left out\n"))
    #expect(run.messages.contains(note), "\(run.messages)")
    let rows = try folder.text("gaps.csv").split(separator: "\n")
    try folder.write((rows[..<1] + rows[31..<51]).joined(separator: "\n") + "\n", to: "few.csv")
    let eval = try CommandRun(["eval", "a.lnnrun", "few.csv"], in: folder)
    #expect(
      eval.messages.contains("1 sequence of 2 has no row with all inputs, and is lost: 's3'"),
      "\(eval.messages)")
    let kept = try CommandRun(words + ["--missing", "mask", "--no-run"], in: folder)
    #expect(kept.status == 0 && !kept.messages.contains("lost"))
  }

  @Test("A file that loses all its rows is a lost sequence, too")
  func lostFile() throws {
    let folder = try TemporaryFolder()
    for file in 0..<5 {
      let rows = (0..<20).map { "\(file == 2 ? "" : "\(sin(Double($0 + file)))"),\($0)\n" }
      try folder.write("a,y\n" + rows.joined(), to: "part\(file).csv")
    }
    let run = try CommandRun(
      ["train", "part*.csv", "--missing", "drop", "--units", "4", "--epochs", "1", "--headless", "--no-run"],
      in: folder)
    #expect(
      run.messages.contains("1 sequence of 5 has no row with all inputs, and is lost: 'part2.csv'"),
      "\(run.messages)")
  }

  @Test("A GRU-D says what does not go with its decays, and fill-and-mask gives it what mask does")
  func decays() throws {
    let folder = try folder()
    func run(_ more: String) throws -> CommandRun {
      let run = try CommandRun(
        words + ["--model", "gru-d", "--no-run"] + more.split(separator: " ").map(String.init), in: folder)
      #expect(run.status == 0, "\(run.messages)")
      return run
    }
    let mask = try run("--missing mask")
    #expect(!mask.messages.contains("gru-d"), "\(mask.messages)")
    let filled = try run("--missing fill-and-mask")
    #expect(filled.messages.contains("--missing fill-and-mask is the same as mask to it"))
    func validation(_ run: CommandRun) -> [Substring] {
      run.output.split(separator: "\n").filter { $0.hasPrefix("test ") }
    }
    #expect(validation(mask) == validation(filled) && validation(mask).count == 1)
    for (scaling, zero) in [
      ("range", "the smallest value of the training part"), ("robust", "the median"),
      ("none", "0 in the data's own unit"),
    ] {
      let other = try run("--missing mask --scaling \(scaling)")
      #expect(
        other.messages.contains("with --scaling \(scaling) \(zero), and not to the mean"), "\(other.messages)"
      )
    }
    let none = try run("--missing forward-fill --scaling range")
    #expect(none.messages.contains("no input tells a gru-d where values are missing"))
    #expect(!none.messages.contains("not to the mean"))
  }

  @Test(
    "Words about recordings and wide tables are refused where there are none",
    arguments: [
      ("sound", "bands=3", "recordings", "{bands: 3}"), ("label-column", "last", "--format wide", "last"),
    ])
  func idleReading(key: String, value: String, needed: String, inFile: String) throws {
    let folder = try folder()
    let trained = try CommandRun(words + ["--run", "a.lnnrun"], in: folder)
    #expect(trained.status == 0, "\(trained.messages)")
    for line in [words + ["--no-run"], ["eval", "a.lnnrun", "gaps.csv"], ["task", "init", "gaps.csv"]] {
      let run = try CommandRun(line + ["--\(key)", value], in: folder)
      #expect(run.status == 2)
      #expect(run.message.contains("--\(key) means nothing without \(needed);"), "\(run.messages)")
    }
    try folder.write("targets: y\ndata:\n  files: gaps.csv\n  \(key): \(inFile)\n", to: "t.yaml")
    let task = try CommandRun(["task", "check", "t.yaml"], in: folder)
    #expect(task.status == 1)
    #expect(task.message.hasPrefix("lnn-top: t.yaml:4: '\(key)' means nothing without "), "\(task.message)")
  }
}
