import Foundation
import LiquidData
import Testing

@Suite("What does not count is told") struct TargetNoteTests {
  private func warnings(_ text: String, _ change: (inout TaskDefinition) -> Void = { _ in }) throws
    -> [String]
  {
    var task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], window: 8)
    change(&task)
    return try Dataset(table: table(text), task: task).warnings
  }

  private func text(_ target: (Int) -> String) -> String {
    "x,y\n" + (0..<100).map { "\($0 % 7),\(target($0))\n" }.joined()
  }

  @Test("A class that is written like a missing value is named with its rows")
  func missingWords() throws {
    let warnings = try warnings(text { ["NA", "EU", "AS", "EU", "n/a"][$0 % 5] })
    #expect(
      warnings == [
        "40 of 100 targets 'y' have no value (read as missing: 'NA' in 20 rows, 'n/a' in 20 rows) and do not count;"
          + " a class of that name is read with other --missing-words"
      ])
  }

  @Test("Missing numbers, markers and empty fields are counted, in a table of several files too")
  func missingNumbers() throws {
    #expect(
      try warnings(text { $0 % 10 == 0 ? "" : "\(sin(Double($0)))" }).first?.hasPrefix("10 of 100 targets")
        == true)
    let marked = try warnings(text { $0 % 10 == 0 ? "-99" : "\(sin(Double($0)))" }) {
      $0.missingMarkers = ["y": [-99]]
    }
    #expect(marked == ["10 of 100 targets 'y' have no value and do not count"])
    #expect(try warnings(text { "\(sin(Double($0)))" }).isEmpty)
  }

  @Test("Missing targets are told once for a column, whatever the number of horizons")
  func horizons() throws {
    let gaps = text { $0 % 10 == 5 ? "" : "\(sin(Double($0)))" }
    let told = try warnings(gaps) {
      $0.kind = .forecast
      $0.inputs = ["x", "y"]
      $0.horizon = 4
      $0.firstHorizon = 1
    }
    #expect(told.count { $0.contains("targets 'y' have no value") } == 1, "\(told)")
  }

  @Test("Rows that are dropped for want of an input are told so")
  func droppedRows() throws {
    var task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], window: 8, missing: .drop)
    task.kind = .regression
    let text = "x,y\n" + (0..<100).map { "\($0 % 9 == 4 ? "" : "\($0 % 7)"),\(sin(Double($0)))\n" }.joined()
    let dataset = try Dataset(table: table(text), task: task)
    #expect(dataset.unansweredNote(answered: 0, of: [.test])?.hasSuffix(": they lack an input") == true)
  }

  @Test("Parts without targets, and parts that lack a class")
  func parts() throws {
    let tail = try warnings(text { $0 < 75 ? "\(sin(Double($0)))" : "" })
    #expect(
      tail.contains(
        "the validation part has no target that counts: progress can only be seen on training data"))
    #expect(tail.contains("the test part has no target that counts: the network is not tested"))
    let classes = try warnings(text { $0 >= 75 && $0 < 85 ? "a" : ["a", "b"][$0 % 2] })
    #expect(classes == ["the validation part has no row of 1 of 2 classes: 'b'"])
    let late = try warnings(text { $0 < 85 ? ["a", "b"][$0 % 2] : "c" }) { $0.targetSteps = .last }
    #expect(late.contains("the training part has no row of 1 target value: 'c'"))
    #expect(late.contains("the test part has no row of 2 of 3 classes: 'a', 'b'"))
  }

  @Test("Without a target to learn from there is no training")
  func nothingToLearn() {
    let message = failure(
      text { $0 >= 75 ? "\($0)" : "" }, TaskDefinition(name: "t", inputs: ["x"], targets: ["y"]))
    #expect(message.hasPrefix("data.csv: no row of the training part has a target; "), "\(message)")
  }

  @Test("A part that lies elsewhere is told, one that goes on a little is not")
  func ranges() throws {
    let shifted = try warnings(text { "\(sin(Double($0)) + ($0 >= 75 ? 100 : 0))" })
    #expect(
      shifted.count == 2
        && shifted[0].hasPrefix("the validation part lies far outside the range of 'y' in training"))
    let inputs = try warnings(
      "x,y\n" + (0..<100).map { "\(cos(Double($0)) + ($0 >= 85 ? 50 : 0)),\(sin(Double($0)))\n" }.joined())
    #expect(inputs.count == 1 && inputs[0].contains("far outside the range of the input 'x'"))
    #expect(try warnings("x,y\n" + (0..<100).map { "\($0),\(sin(Double($0)))\n" }.joined()).isEmpty)
  }
}
