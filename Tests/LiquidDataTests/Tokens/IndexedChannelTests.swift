import Foundation
import Liquid
import LiquidData
import Testing

/// Colours and a number in six sequences, the last of which has a colour that no other has.
private func colours() throws -> Table {
  let names = ["red", "green", "blue"]
  var text = "s,colour,x,y\n"
  for sequence in 0..<6 {
    for step in 0..<5 {
      let colour = sequence == 5 && step == 2 ? "violet" : step == 3 ? "" : names[(sequence + step) % 3]
      text += "\(sequence),\(colour),\(step),\(sequence * step)\n"
    }
  }
  return try table(text)
}

private func task(_ missing: TaskDefinition.Missing = .forwardFill, isIndexed: Bool = true) -> TaskDefinition
{
  var task = TaskDefinition(
    name: "t", inputs: ["colour", "x"], targets: ["y"], sequence: "s", kind: .regression,
    split: Split(train: 50, validation: 0, test: 50), missing: missing)
  task.indexesCategories = isIndexed
  return task
}

@Suite struct IndexedChannelTests {
  @Test("A category is one channel with the place of its level, by the column's name")
  func schema() throws {
    let schema = try Dataset(table: colours(), task: task()).schema
    #expect(schema.inputs.map(\.isIndexed) == [true, false])
    #expect(schema.inputs[0].levels == ["blue", "green", "red"])
    #expect(schema.inputNames == ["colour", "x"] && schema.inputWidth == 2)
    #expect(schema.indexedChannels == [DataSchema.IndexedChannel(channel: 0, levels: 3)])
    let other = try Dataset(table: colours(), task: task(isIndexed: false)).schema
    #expect(other.indexedChannels.isEmpty && other.inputWidth == 4)
  }

  @Test(
    "The index is that of the one channel that is 1 without it; -1 where none is",
    arguments: TaskDefinition.Missing.allCases)
  func sameAsOneHot(missing: TaskDefinition.Missing) throws {
    let indexed = try Dataset(table: colours(), task: task(missing))
    let plain = try Dataset(table: colours(), task: task(missing, isIndexed: false))
    for part in Dataset.Part.allCases {
      let all = Array(0..<indexed.count(of: part))
      let (one, other) = (indexed.batch(part, indices: all), plain.batch(part, indices: all))
      #expect(one.lengths == other.lengths)
      for sequence in all {
        for step in 0..<one.lengths[sequence] {
          let place = sequence * one.steps + step
          let levels = other.inputs[place * 4..<place * 4 + 3]
          let index = levels.firstIndex(of: 1).map { Float($0 - levels.startIndex) } ?? -1
          #expect(one.inputs[place * 2] == index)
          #expect(one.inputs[place * 2 + 1] == other.inputs[place * 4 + 3])
        }
      }
    }
  }

  @Test("A colour that training did not see is -1, and is told")
  func unseen() throws {
    let dataset = try Dataset(table: colours(), task: task())
    let batch = dataset.batch(.test, indices: [2])
    #expect(batch.inputs[2 * 2] == -1)
    // A missing one repeats the last, which is unknown here.
    #expect(batch.inputs[3 * 2] == -1)
    #expect(
      dataset.warnings.contains { $0.contains("'colour' has values in 1 row that training did not see") })
  }

  @Test("Rows one by one are encoded as a table's are")
  func rows() throws {
    let dataset = try Dataset(table: colours(), task: task())
    var encoder = try RowEncoder(dataset.schema)
    let batch = dataset.batch(.test, indices: [2])
    for (step, colour) in ["blue", "red", "violet", nil, "red"].enumerated() {
      let row: [String: InputValue] = [
        "s": "5", "colour": colour.map { .text($0) } ?? .missing, "x": .number(Double(step)),
      ]
      let encoded = try encoder.encode(row, elapsed: nil)
      #expect(encoded.channels == Array(batch.inputs[step * 2..<step * 2 + 2]), "step \(step)")
      #expect(encoded.unseen == (colour == "violet" ? ["colour"] : []))
    }
  }

  @Test("The schema survives its JSON, and one of an older version has no indexed input")
  func json() throws {
    let schema = try Dataset(table: colours(), task: task()).schema
    #expect(try DataSchema(json: schema.json, source: "test") == schema)
    let plain = try Dataset(table: colours(), task: task(isIndexed: false)).schema
    #expect(!plain.json.contains("indexed") && !plain.json.contains("tokens"))
    #expect(try DataSchema(json: plain.json, source: "test").indexedChannels.isEmpty)
  }

  @Test("More than 320 categories are no obstacle where they are indexed")
  func many() throws {
    let text = "c,y\n" + (0..<2000).map { "c\($0 % 700),\($0 % 7)\n" }.joined()
    var task = TaskDefinition(name: "t", inputs: ["c"], targets: ["y"], kind: .regression)
    task.indexesCategories = true
    #expect(try Dataset(table: table(text), task: task).schema.indexedChannels[0].levels == 700)
    task.indexesCategories = false
    #expect(failure(text, task).contains("320"))
  }

  @Test(
    "Noise and jitter of a test part leave indices whole",
    arguments: [TestCondition.Kind.noise, .jitter, .drop])
  func conditions(kind: TestCondition.Kind) throws {
    let dataset = try Dataset(table: colours(), task: task())
    let changed = try dataset.tested(under: TestCondition(kind, level: 0.4))
    let batch = changed.batch(.test, indices: [0, 1, 2])
    for sequence in 0..<3 {
      for step in 0..<batch.lengths[sequence] {
        let value = batch.inputs[(sequence * batch.steps + step) * 2]
        #expect(value == value.rounded() && (-1...2).contains(value))
      }
    }
  }

  @Test("A forecast of a category knows its last value, indexed or not")
  func naive() throws {
    let text = "c\n" + (0..<300).map { "\(["a", "b", "c"][$0 / 10 % 3])\n" }.joined()
    var task = TaskDefinition(name: "t", targets: ["c"], kind: .forecast, window: 20)
    let plain = try Dataset(table: table(text), task: task).naiveTwin(of: .test)
    task.indexesCategories = true
    #expect(plain?.name == "persistence")
    #expect(try Dataset(table: table(text), task: task).naiveTwin(of: .test) == plain)
  }
}
