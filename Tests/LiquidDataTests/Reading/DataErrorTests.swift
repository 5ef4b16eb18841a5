import Foundation
import LiquidData
import Testing

@Suite struct DataErrorTests {
  @Test(
    "Every problem with a file is one line with its place and a hint",
    arguments: [
      ("", "data.csv: the file is empty; "), ("\n\n", "data.csv: the file is empty; "),
      ("a,b\n", "data.csv: the file has a header but no rows; "),
      ("a,b\n1,2\n3,4,5\n6,7\n", "data.csv, line 3: the row has 3 fields and the table 2 columns; "),
      ("a,b\n1,2\n\n\n3\n6,7\n", "data.csv, line 5: the row has 1 field and the table 2 columns; "),
      ("a,b\n1,\"2\n3,4\n", "data.csv, line 2: the quote opened here is never closed; "),
      ("PK\u{3}\u{4}\u{0}\u{0}", "data.csv: this is not a text file; "),
      ("x,y\n1,2\n", "data.csv: 1 row is too few; at least 10 are needed; "),
      ("x,y\n1,2\n2,3\n", "data.csv: 2 rows are too few; at least 10 are needed; "),
      (
        waveText(rows: 20).replacing("\n5,", with: "\nfive,"),
        "data.csv, line 7, column 'x': 'five' is not a number in a column of numbers; "
      ),
    ])
  func messages(text: String, start: String) {
    let message = failure(text)
    #expect(message.hasPrefix(start), "\(message)")
    #expect(message.count > start.count)
    #expect(!message.contains("\n"))
  }

  @Test("Files that cannot be read say why")
  func unreadable() {
    #expect(throws: DataError(.missingFile, file: "/no/such.csv")) { try Table.read(path: "/no/such.csv") }
    #expect(throws: DataError(.directory, file: "/")) { try Table.read(path: "/") }
  }

  @Test("A column that is not there brings the nearest names")
  func suggestions() {
    let text = "speed,steering_angle,time\n" + (0..<12).map { "\($0),1.5,\($0)\n" }.joined()
    let mistyped = failure(text, TaskDefinition(name: "t", targets: ["stering_angle"]))
    #expect(mistyped.contains("no such column for the target") && mistyped.contains("mean 'steering_angle'?"))
    let partial = failure(text, TaskDefinition(name: "t", inputs: ["STEERING"], targets: ["speed"]))
    #expect(partial.contains("did you mean 'steering_angle'?"))
    let foreign = failure(text, TaskDefinition(name: "t", time: "zzzzzz"))
    #expect(foreign.contains("the file has 'speed', 'steering_angle', 'time'"))
  }

  @Test(
    "Every problem of a task says what is wrong",
    arguments: [
      (TaskDefinition(name: "t", targets: ["empty"]), "column 'empty': the column has no values"),
      (
        TaskDefinition(name: "t", inputs: ["empty"], targets: ["x"]),
        "column 'empty': the column has no values"
      ),
      (TaskDefinition(name: "t", targets: ["same"], kind: .classification), "has a single class, 'a'"),
      (TaskDefinition(name: "t", targets: ["x"], time: "back"), "line 8, column 'back': the time is earlier"),
      (TaskDefinition(name: "t", targets: ["x"], time: "gap"), "line 4, column 'gap': the time is missing"),
      (TaskDefinition(name: "t", targets: ["x"], time: "same"), "column 'same': the column holds text"),
      (
        TaskDefinition(name: "t", targets: ["x"], sequence: "gap"),
        "line 4, column 'gap': the sequence is missing"
      ),
      (TaskDefinition(name: "t", inputs: ["x"], targets: ["x"]), "column 'x': the column is both"),
      (TaskDefinition(name: "t", targets: ["x", "same"]), "column 'same': the column holds text"),
      (
        TaskDefinition(name: "t", targets: ["x"], kind: .forecast, horizon: 40),
        "no row is left for training: the horizon is 40 rows, the longest sequence has"
      ),
      (TaskDefinition(name: "t", window: 0), "the window is 0 rows"),
      (TaskDefinition(name: "t", split: Split(train: 0, validation: 1, test: 1)), "the split 0.0,1.0,1.0"),
    ])
  func tasks(task: TaskDefinition, expected: String) {
    let rows = (0..<20).map { "\($0),,a,\($0 == 6 ? 0 : $0),\($0 == 2 ? "" : String($0))\n" }
    let message = failure("x,empty,same,back,gap\n" + rows.joined(), task)
    #expect(message.contains(expected), "\(message)")
  }

  @Test("Text from the file cannot steer the terminal through a message")
  func safeMessages() {
    let text = waveText(rows: 20).replacing("\n5,", with: "\n\u{1B}[2Jfive\u{7},")
    #expect(!failure(text).unicodeScalars.contains { $0.value < 32 })
  }
}
