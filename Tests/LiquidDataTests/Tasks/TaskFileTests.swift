import Foundation
import Liquid
import LiquidData
import Testing

/// A task file in a text.
func task(_ text: String, path: String = "some/drive.yaml") throws(TaskFileError) -> TaskFile {
  try TaskFile(bytes: Array(text.utf8), path: path)
}

@Suite("Task files")
struct TaskFileTests {
  @Test("A file alone is a task, named after the task file")
  func shortest() throws {
    let task = try task("data: a.csv")
    #expect(task.name == "drive")
    #expect(task.sources == DataSources(files: ["a.csv"]))
    #expect(task.definition == TaskDefinition(name: "drive"))
    #expect(task.training.isEmpty && task.paperSplit == nil && task.benchmark == BenchmarkPlan())
  }

  @Test("Every word of a definition is read")
  func definition() throws {
    let task = try task(
      """
      name: all
      data: a.csv
      inputs: [a, "b, c"]
      targets: y, z
      categories: [gear]
      time: t
      sequence: id
      kind: classification
      window: 20
      stride: 4
      split: {train: 60, validation: 20, test: 20, by: sequence, shuffle: 7}
      horizon: 3
      missing: forward_fill
      missing-markers: {a: -200, "*": [-1, -2.5]}
      resample: 0.5
      drop-rows: 0.25
      time-features: {column: d, features: [hour-of-day, weekend]}
      scaling: none
      target-scaling: none
      loss: cross-entropy
      class-weights: {yes: 2, no: 1}
      target-steps: last
      metric: f1
      """)
    #expect(
      task.definition
        == TaskDefinition(
          name: "all", inputs: ["a", "b, c"], targets: ["y", "z"], time: "t", sequence: "id",
          kind: .classification, window: 20, stride: 4, split: Split(train: 60, validation: 20, test: 20),
          horizon: 3, missing: .forwardFill, loss: .crossEntropy, classWeights: .given(["yes": 2, "no": 1]),
          targetSteps: .last, categories: ["gear"], timeFeatures: [.hourOfDay, .weekend],
          timeFeatureColumn: "d", missingMarkers: ["a": [-200], "*": [-1, -2.5]], resample: 0.5,
          dropRows: 0.25, splitBy: .sequence, shuffle: 7, scaling: .none, targetScaling: .none, metric: .f1))
  }

  @Test("A former spelling of a key is still read", arguments: TaskFileKey.all.filter { $0.alias != nil })
  func formerSpelling(key: TaskFileKey) throws {
    let texts = [key.name, try #require(key.alias)].map { "data: a.csv\n\($0): 0.25\n" }
    #expect(try task(texts[1]).definition == task(texts[0]).definition)
    #expect(try task(texts[1]).definition != task("data: a.csv").definition)
  }

  @Test("Every word about the data is read")
  func data() throws {
    let task = try task(
      """
      data:
        files: [a/*.txt, b.txt]
        train: c.txt
        validation: [d.txt]
        test: e.txt
        format: long
        labels: {images: labels}
        long: {time: t, variable: name, value: v}
        join: {file: people.csv, key: id, columns: [age]}
        column-names: [x, y]
        limit: 9
      """)
    #expect(
      task.sources
        == DataSources(
          files: ["a/*.txt", "b.txt"], train: ["c.txt"], validation: ["d.txt"], test: ["e.txt"],
          format: .long,
          labels: ["images": "labels"], long: .init(time: "t", variable: "name", value: "v"),
          join: .init(file: "people.csv", key: "id", columns: ["age"]), columnNames: ["x", "y"], limit: 9))
  }

  @Test("Options, plans and figures are read as written")
  func plans() throws {
    let task = try task(
      """
      data: a.csv
      training: {model: ltc, units: 32, rate-factors: {sigma: 0.1, erev: 0}}
      benchmark:
        epochs: 200
        seeds: 5
        models: {ltc: {learning-rate: 0.01}, lstm: }
        published: [{model: ltc, value: 94.6, deviation: 0.2, source: a paper}, {model: lstm, value: -1}]
        note: percent
      split-like-paper: {by: windows, train: 3, test: 1, stride: 2, shuffle: 4, note: it leaks}
      """)
    #expect(task.training == ["model": "ltc", "units": "32", "rate-factors": "sigma=0.1,erev=0"])
    #expect(task.line(of: "training.units") == 2)
    #expect(
      task.benchmark
        == BenchmarkPlan(
          epochs: 200, seeds: 5,
          models: [.init(name: "ltc", options: ["learning-rate": "0.01"]), .init(name: "lstm")],
          published: [
            .init(model: "ltc", value: 94.6, deviation: 0.2, source: "a paper"),
            .init(model: "lstm", value: -1),
          ], note: "percent"))
    let paper = task.definition(likePaper: true)
    #expect(paper.splitBy == .windows && paper.stride == 2 && paper.shuffle == 4)
    #expect(paper.split == Split(train: 3, validation: 0, test: 1))
    #expect(task.definition(likePaper: false) == task.definition && task.definition.splitBy == .automatic)
  }

  @Test("The documentation names every key, and its complete examples are tasks")
  func documentation() throws {
    let text = try String(
      contentsOf: Locations.package.appending(path: "docs/task-files.md"), encoding: .utf8)
    for key in TaskFileKey.all { #expect(text.contains("| `\(key.path)` |"), "\(key.path)") }
    let examples = text.components(separatedBy: "```yaml\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
    #expect(examples.count >= 2)
    for example in examples {
      let task = try task(example)
      #expect(task.about != nil && !task.training.isEmpty)
    }
  }
}
