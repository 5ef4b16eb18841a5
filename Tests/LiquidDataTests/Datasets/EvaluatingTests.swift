import LiquidData
import Testing

@Suite struct EvaluatingTests {
  private let text =
    "t,color,x,y\n"
    + (0..<60).map { "\($0),\(["red", "blue"][$0 % 2]),\($0),\(["a", "b"][$0 % 2])\n" }.joined()

  private func schema() throws -> DataSchema {
    try Dataset(table: table(text), task: TaskDefinition(name: "t", time: "t")).schema
  }

  @Test("Other data get the same numbers, all in the test part")
  func sameNumbers() throws {
    let original = try Dataset(table: table(text), task: TaskDefinition(name: "t", time: "t"))
    let again = try Dataset(evaluating: table(text), schema: original.schema)
    #expect(again.schema == original.schema)
    #expect(again.count(of: .train) == 0 && again.count(of: .validation) == 0)
    #expect((0..<again.count(of: .test)).reduce(0) { $0 + again.stepCount(.test, index: $1) } == 60)
    #expect(again.batch(.test, indices: [0]).inputs == original.batch(.train, indices: [0]).inputs)
    #expect(again.batch(.test, indices: [0]).targets == original.batch(.train, indices: [0]).targets)
  }

  @Test("Without targets to compare with, no target counts")
  func noTargets() throws {
    let rows = text.split(separator: "\n").map { $0.split(separator: ",").dropLast().joined(separator: ",") }
    let other = try table(rows.joined(separator: "\n") + "\n")
    #expect(throws: DataError.self) { try Dataset(evaluating: other, schema: schema()) }
    let dataset = try Dataset(evaluating: other, schema: schema(), hasTargets: false)
    let weights = dataset.batch(.test, indices: [0]).targetWeights
    #expect(!weights.isEmpty && !weights.contains { $0 != 0 })
  }

  @Test("A missing column is named")
  func missingColumn() throws {
    let schema = try schema()
    let other = try table(text.replacing("color", with: "colour"))
    let error = #expect(throws: DataError.self) { try Dataset(evaluating: other, schema: schema) }
    #expect(
      error?.description.contains("'color': there is no such column for the input; did you mean 'colour'?")
        == true)
  }

  @Test("Categories that training did not see have no channel and are a warning")
  func unseenCategories() throws {
    let other = try table(text.replacing("red", with: "green"))
    let dataset = try Dataset(evaluating: other, schema: schema())
    #expect(Array(dataset.batch(.test, indices: [0]).inputs.prefix(2)) == [0, 0])
    #expect(dataset.warnings == ["the column 'color' has values in 30 rows that training did not see"])
  }

  @Test("Classes that the model does not know do not count and are a warning")
  func unseenClasses() throws {
    let other = try table(text.replacing(",b\n", with: ",c\n"))
    let dataset = try Dataset(evaluating: other, schema: schema())
    #expect(Array(dataset.batch(.test, indices: [0]).targetWeights.prefix(4)) == [1, 0, 1, 0])
    #expect(dataset.warnings.count == 1 && dataset.warnings[0].contains("'c'"))
  }

  @Test("Text where the model expects numbers is an error with its line")
  func textForNumbers() throws {
    let schema = try schema()
    let other = try table(text.replacing("\n7,blue,7,", with: "\n7,blue,seven,"))
    let error = #expect(throws: DataError.self) { try Dataset(evaluating: other, schema: schema) }
    #expect(error == DataError(.textAmongNumbers(text: "seven"), file: "data.csv", line: 9, column: "x"))
  }

  @Test("A single row can be evaluated")
  func singleRow() throws {
    let dataset = try Dataset(evaluating: table("t,color,x,y\n3,red,1,a\n"), schema: schema())
    #expect(dataset.count(of: .test) == 1 && dataset.stepCount(.test, index: 0) == 1)
  }
}
