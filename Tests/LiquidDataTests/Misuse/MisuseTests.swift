import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

/// What a developer may do wrong with the library. Mistakes in data and options are errors that say what is wrong;
/// mistakes in the program end it with a message, in optimised builds too.
@Suite struct MisuseTests {
  @Test(arguments: FatalMisuses.all.indices)
  func aMistakeInTheProgramEndsItWithWords(_ index: Int) async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [index] in
      try FatalMisuses.all[index].run()
    }
    #expect(FatalMisuses.all[index].fault(standardError: result?.standardErrorContent) == nil)
  }

  @Test("Options that no table can follow are errors")
  func options() {
    let cases: [(words: String, change: (inout TaskDefinition) -> Void)] = [
      ("the horizon is 9223372036854775807 rows", { $0.horizon = .max }),
      ("the horizon is 1000001 rows", { $0.horizon = 1_000_001 }),
      ("no table has 9223372036854775807 rows", { $0.window = .max }),
      ("no table has 9223372036854775807 rows", { $0.stride = .max }),
      ("no table has 9223372036854775807 rows", { $0.warmUp = .max }),
    ]
    for (words, change) in cases {
      for kind in [TaskDefinition.Kind.forecast, .regression] {
        var task = TaskDefinition(name: "t", targets: ["y"], kind: kind)
        change(&task)
        let message = failure(waveText(rows: 60), task)
        #expect(message.contains(words), "\(message)")
      }
    }
  }

  @Test(
    "A schema that a decoder made is checked before it is used",
    arguments: [
      ("\"window\":8", "\"window\":0"), ("\"horizon\":0", "\"horizon\":-4"),
      ("\"deviation\":", "\"deviation\":-"),
    ])
  func decodedSchemas(part: String, replacement: String) throws {
    let table = try PredictedTable { $0.window = 8 }
    let json = table.schema.json
    #expect(json.contains(part))
    let schema = try JSONDecoder().decode(
      DataSchema.self, from: Data(json.replacing(part, with: replacement).utf8))
    #expect(throws: PredictorError.self) { try Predictor(model: table.model, schema: schema) }
    let rows = try readTable(PredictedTable.text)
    #expect(throws: DataError.self) { try Dataset(evaluating: rows, schema: schema) }
  }

  @Test("Errors have their words where only an Error is known")
  func localizedDescriptions() {
    let errors: [any Error & CustomStringConvertible] = [
      PredictorError.badElapsed(-1), PredictorError.repeatedName("v"), PredictorError.emptyName,
    ]
    for error in errors { #expect((error as any Error).localizedDescription == error.description) }
    do {
      _ = try Table.read(path: "there/is/none.csv")
      Issue.record("a table without a file")
    } catch {
      #expect((error as any Error).localizedDescription == error.description)
    }
    do {
      _ = try TaskFile.read(path: "there/is/none.yaml")
      Issue.record("a task without a file")
    } catch {
      #expect((error as any Error).localizedDescription == error.description)
    }
  }
}

/// The mistakes that end the program.
private enum FatalMisuses {
  private static func dataset() throws -> Dataset {
    try Dataset(table: table(waveText(rows: 60)), task: TaskDefinition(name: "t", targets: ["y"]))
  }

  private static func classes() throws -> Dataset {
    let text = "x,y\n" + (0..<60).map { "\($0),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
    return try Dataset(table: table(text), task: TaskDefinition(name: "t", targets: ["y"]))
  }

  /// Adds outputs to the metrics of a data set with one window of two steps.
  private static func add(
    _ outputs: [Float], targets: [[[Float]]]?, values: [Double]? = nil, of dataset: () throws -> Dataset
  ) throws {
    var metrics = MetricAccumulator(schema: try dataset().schema)
    let inputs: [[[Float]]] = [[[1], [2]]]
    let batch =
      try targets.map { try SequenceBatch(inputs: inputs, targets: $0) } ?? SequenceBatch(inputs: inputs)
    metrics.add(outputs: outputs, batch: batch, values: values)
  }

  static let all: [FatalMisuse] = [
    FatalMisuse(name: "a window that is not there", words: "window 9999 of") {
      print(try dataset().batch(.train, indices: [9999]))
    },
    FatalMisuse(name: "a window before the first", words: "window -1 of") {
      print(try dataset().batch(.train, indices: [-1]))
    },
    FatalMisuse(name: "the steps of a window that is not there", words: "window 9999 of") {
      print(try dataset().stepCount(.train, index: 9999))
    },
    FatalMisuse(name: "a sequence that is not in a part", words: "[9999]") {
      print(try dataset().sequences(of: .train).batch([9999]))
    },
    FatalMisuse(name: "too few outputs", words: "1 outputs for 1 x 2 steps of 1") {
      try add([1], targets: [[[1], [2]]], of: dataset)
    },
    FatalMisuse(name: "a batch without targets", words: "a batch with 0 targets at each step") {
      try add([1, 2], targets: nil, of: dataset)
    },
    FatalMisuse(name: "too few values", words: "1 values for 2 targets") {
      try add([1, 2], targets: [[[1], [2]]], values: [1], of: dataset)
    },
    FatalMisuse(name: "a class that is not there", words: "the target 2.0 is none of 2 classes") {
      try add([1, 2, 3, 4], targets: [[[2], [0]]], of: classes)
    },
    FatalMisuse(name: "half a class", words: "the target 0.5 is none of 2 classes") {
      try add([1, 2, 3, 4], targets: [[[0.5], [0]]], of: classes)
    },
    FatalMisuse(name: "answers to too many outputs", words: "3 outputs of a network that has 1") {
      print(try dataset().schema.preciseAnswers([1, 2, 3]))
    },
    FatalMisuse(name: "answers to no outputs", words: "0 outputs of a network that has 1") {
      print(try dataset().schema.answers([]))
    },
    FatalMisuse(name: "the class of too many outputs", words: "3 outputs of a network that has 2") {
      print(try classes().schema.answeredClass([1, 2, 3]) ?? 0)
    },
    FatalMisuse(name: "a target that is not there", words: "target 9 of 1") {
      print(try dataset().schema.ahead(target: 9))
    },
    FatalMisuse(name: "a row that is not there", words: "row 9999 of 60") {
      print(try table(waveText(rows: 60)).columns[0].isMissing(9999))
    },
  ]
}
