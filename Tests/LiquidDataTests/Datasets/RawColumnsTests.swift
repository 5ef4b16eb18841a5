import LiquidData
import Testing

@Suite("Columns for a network that knows none")
struct RawColumnsTests {
  private let text = "t,a,b,y,s\n0,1,2e7,5,p\n3,2,3,6,p\n3.5,4,5,7,q\n4.5,-4,NaN,8,q\n"

  private func raw(
    inputs: Int = 2, outputs: Int = 1, named: [String]? = nil, targets: [String]? = nil
  ) throws -> (schema: DataSchema, hasTargets: Bool) {
    try DataSchema.raw(
      table: table(text), inputCount: inputs, outputCount: outputs, inputs: named, targets: targets,
      time: "t",
      sequence: "s")
  }

  @Test("are the first ones, as they are, in whole sequences with raw elapsed times")
  func values() throws {
    let (schema, hasTargets) = try raw()
    #expect(schema.inputNames == ["a", "b"] && schema.outputNames == ["y"] && hasTargets)
    let dataset = try Dataset(evaluating: table(text), schema: schema, hasTargets: hasTargets)
    let batch = dataset.batch(.test, indices: [0, 1])
    #expect(batch.inputs == [1, 2e7, 2, 3, 4, 5, -4, 5])
    #expect(batch.elapsed == [1, 3, 1, 1])
    #expect(batch.targets == [5, 6, 7, 8] && batch.targetWeights == [1, 1, 1, 1])
    #expect(dataset.location(.test, index: 1).targetSteps == [0, 1])
    #expect(schema.denormalizeOutput(channel: 0, value: 1.25) == 1.25)
  }

  @Test("leave outputs without names where the table has no targets")
  func noTargets() throws {
    let (schema, hasTargets) = try raw(inputs: 3, outputs: 2)
    #expect(schema.outputNames == ["output_0", "output_1"] && !hasTargets)
    let dataset = try Dataset(evaluating: table(text), schema: schema, hasTargets: false)
    #expect(dataset.batch(.test, indices: [0]).targetWeights == [0, 0, 0, 0])
  }

  @Test("are named in the error where they are unknown or too few")
  func mistakes() throws {
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(message { _ = try raw(inputs: 9) }.contains("9 inputs"))
    #expect(message { _ = try raw(named: ["a"]) }.contains("2 inputs"))
    #expect(message { _ = try raw(named: ["a", "bb"]) }.contains("'bb'"))
    #expect(message { _ = try raw(targets: ["y", "a"]) }.contains("1 output"))
    #expect(message { _ = try raw(targets: ["z"]) }.contains("target"))
  }
}
