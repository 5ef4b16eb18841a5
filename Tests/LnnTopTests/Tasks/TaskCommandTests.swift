import Foundation
import RunStore
import TestSupport
import Testing

@Suite("Task files in the program")
struct TaskCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeWaves(to: "data/waves.csv")
    try folder.write(
      """
      name: waves-task
      source: https://example.org/waves
      data: waves.csv
      inputs: [fast, slow]
      targets: product
      kind: regression
      window: 10
      training:
        model: cfc
        wiring: full
        units: 5
        backbone-units: 7
        steps: 2
      split-like-paper:
        by: auto
        note: rows were shuffled
      """, to: "waves.yaml")
  }

  private func run(_ line: String) throws -> CommandRun {
    try CommandRun(line.split(separator: " ").map(String.init), in: folder)
  }

  @Test("A task trains with its own words, from the folder that --data names, under either name")
  func trains() throws {
    for line in ["train waves.yaml --data data", "train --task waves.yaml --data data"] {
      let run = try run("\(line) --headless --no-run")
      #expect(run.status == 0, "\(run.message)")
      #expect(run.messages.contains("regression of 'product'") && run.messages.contains("2/2"))
      #expect(run.output.contains("waves-task, cfc full, 5 neurons"))
    }
  }

  @Test(
    "Test conditions hold for a task whose test part is files, not a share",
    arguments: ["train", "benchmark"])
  func conditionsOnTestFiles(command: String) throws {
    try folder.writeWaves(to: "data/later.csv")
    let text = """
      data: {files: waves.csv, test: later.csv}
      targets: product
      kind: regression
      window: 10
      split: {train: 80, validation: 20, test: 0, by: time}
      training: {model: lstm, units: 3}
      """
    try folder.write(text, to: "parts.yaml")
    let line = "\(command) parts.yaml --data data --epochs 1 --test-drop 0.3 --json"
    let own = command == "train" ? " --headless --no-run" : " --models lstm --seeds 1 --out out"
    let run = try run(line + own)
    #expect(run.status == 0, "\(run.message)")
    #expect(run.output.contains("\"kind\":\"drop\"") && run.output.contains("0.3"), "\(run.output)")
  }

  @Test("The command line beats the task file, whose words for another network are then left out")
  func overrides() throws {
    let run = try run(
      "train waves.yaml --data data --headless --no-run --model lstm --units 3 --epochs 1 --window 20")
    #expect(run.status == 0, "\(run.message)")
    #expect(run.output.contains("lstm full, 3 neurons"))
    #expect(!run.messages.contains("2/2"))
  }

  @Test("A flag that the file has on is switched off, and the report's command line says so")
  func switchesOff() throws {
    let rows = (0..<300).map { "\($0),\(sin(Double($0) * 0.4)),\(cos(Double($0) * 0.4))\n" }
    try folder.write("hour,wave,product\n" + rows.joined(), to: "data/hours.csv")
    let flags = "sort-by-time: on\n"
    let training = "training: {units: 6, layers: 2, steps: 2, optimizer: sgd, momentum: 0.5, FLAGS}\n"
    let names = ["residual", "layer-norm", "mixed-memory", "nesterov"]
    let text =
      "data: hours.csv\ntime: hour\ntargets: product\nwindow: 10\n" + flags
      + training.replacing("FLAGS", with: names.map { "\($0): on" }.joined(separator: ", "))
    try folder.write(text, to: "flags.yaml")
    let negations = (names + ["sort-by-time"]).map { "--no-\($0)" }.joined(separator: " ")
    for (run, words) in [("on", ""), ("off", negations)] {
      let command = try self.run("train flags.yaml --data data --headless --run \(run).lnnrun \(words)")
      #expect(command.status == 0, "\(command.message)")
      let recorded = try RunReader(path: folder.path("\(run).lnnrun")).description.configuration
      #expect((names + ["sort-by-time"]).allSatisfy { recorded[$0] == (run == "on" ? "true" : nil) })
      let report = try self.run("report \(run).lnnrun -o \(run).html")
      #expect(report.status == 0, "\(report.message)")
      let page = try String(contentsOfFile: folder.path("\(run).html"), encoding: .utf8)
      for name in names + ["sort-by-time"] {
        #expect(page.contains("--no-\(name)") == (run == "off"), "\(name) where it is \(run)")
      }
    }
    for (run, word) in [("on", "--no-residual"), ("off", "--residual")] {
      let resumed = try self.run("train --resume \(run).lnnrun --steps 3 --headless \(word)")
      #expect(resumed.status == 2)
      let recorded = run == "on" ? "--residual" : "no --residual"
      #expect(
        resumed.message.contains(
          "\(word) does not go with --resume \(run).lnnrun, which was recorded with \(recorded);"),
        "\(resumed.message)")
    }
  }

  @Test("An option that means nothing beside the task's words is refused with status 2")
  func idle() throws {
    let run = try run("train waves.yaml --data data --headless --no-run --horizon 3")
    #expect(run.status == 2)
    #expect(
      run.message == "lnn-top: --horizon means nothing without --kind forecast; see 'lnn-top train --help'")
  }

  @Test("A run records task and folder as absolute paths, and goes on from another working directory")
  func resumes() throws {
    let first = try run("train waves.yaml --data data --headless --run a.lnnrun")
    #expect(first.status == 0, "\(first.message)")
    let elsewhere = try TemporaryFolder()
    let second = try CommandRun(
      ["train", "--resume", folder.path("a.lnnrun"), "--steps", "4", "--headless"], in: elsewhere)
    #expect(second.status == 0, "\(second.message)")
    #expect(second.messages.contains("at step 2 of 4") && second.output.contains("waves-task"))
    try folder.writeWaves(rows: 390, to: "data/waves.csv")
    let other = try run("train --resume a.lnnrun --steps 6 --headless")
    #expect(other.status == 1 && other.message.contains("does not hold the data"))
  }

  @Test("A split that leaks is told by train, by check and by the record")
  func leaks() throws {
    let trained = try run("train waves.yaml --data data --headless --run a.lnnrun --split-like-paper")
    #expect(
      trained.messages.contains("THE SPLIT LEAKS, as that of the published code does: rows were shuffled"))
    let checked = try run("task check waves.yaml --data data --split-like-paper")
    #expect(checked.status == 0 && checked.output.contains("THE SPLIT LEAKS"))
    let plain = try run("train data/waves.csv --headless --no-run --split-like-paper")
    #expect(
      plain.status == 2 && plain.message.contains("--split-like-paper means nothing without a task file"))
  }

  @Test("Data that are elsewhere are told with --data and with where they can be had")
  func missingData() throws {
    let run = try run("train waves.yaml --headless --no-run")
    #expect(run.status == 1)
    #expect(run.message.contains("--data DIR") && run.message.contains("https://example.org/waves"))
    #expect(!run.message.contains("\n"))
  }

  @Test(
    "Mistakes under training are told with file and line",
    arguments: [
      ("unitz: 3", "waves.yaml:4: there is no key 'unitz' under 'training'; did you mean 'units'?"),
      ("window: 3", "waves.yaml:4: 'window' belongs to the top level"),
      ("separator: tab", "waves.yaml:4: 'separator' belongs under 'data'"),
      ("missing-words: none", "waves.yaml:4: 'missing-words' belongs under 'data'"),
      ("missing-markers: -9", "waves.yaml:4: 'missing-markers' belongs to the top level"),
      ("shuffle: 3", "waves.yaml:4: 'shuffle' belongs under 'split'"),
      ("split-by: rows", "waves.yaml:4: 'split-by' is called 'by' under 'split'"),
      ("by: rows", "waves.yaml:4: 'by' belongs under 'split'"),
      ("column-names: a", "waves.yaml:4: 'column-names' belongs under 'data'"),
      ("task: a", "waves.yaml:4: 'task' is for the command line alone"),
      ("theme: nord", "waves.yaml:4: 'theme' is for the command line alone"),
      ("units: many", "waves.yaml:4: 'units' cannot be 'many': it must be a whole number"),
      ("nesterov: maybe", "waves.yaml:4: 'nesterov' cannot be 'maybe': it must be one of on, off"),
      ("backbone-units: 3", "waves.yaml:4: backbone-units means nothing with model ltc"),
    ])
  func mistakes(line: String, message: String) throws {
    try folder.write("data: data/waves.csv\n\ntraining:\n  \(line)\n", to: "waves.yaml")
    let run = try run("train waves.yaml --headless --no-run")
    #expect(run.status == 1 && run.message == "lnn-top: \(message)")
  }

  @Test("A name that is neither a file's nor a task's is told so; one that is a file's is the file")
  func names() throws {
    let unknown = try run("train nothing --headless")
    #expect(unknown.status == 1 && unknown.message.contains("neither a file nothing nor a task"))
    try folder.writeWaves(to: "plain")
    let file = try run("train plain --headless --no-run --steps 1 --units 4")
    #expect(file.status == 0, "\(file.message)")
    let idle = try run("train plain --headless --no-run --kind regression --horizon 2")
    #expect(idle.status == 2 && idle.message.contains("--horizon means nothing"))
  }

  @Test("A model is evaluated on the files of a task")
  func evaluates() throws {
    #expect(try run("train waves.yaml --data data --headless --no-run --model-out m.safetensors").status == 0)
    for line in [
      "eval m.safetensors waves.yaml --data data", "eval m.safetensors --task waves.yaml --data data",
    ] {
      let run = try run(line)
      #expect(run.status == 0 && run.output.contains("mse"), "\(run.message)")
    }
    let table = try run("eval m.safetensors data/waves.csv --data data")
    #expect(table.status == 2 && table.message.contains("--data means nothing without a task file"))
  }
}
