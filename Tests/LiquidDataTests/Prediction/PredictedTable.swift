import Foundation
import Liquid
import LiquidData
import TestSupport

/// A network with random parameters for a small table of numbers, gears and times, and rows for it.
struct PredictedTable {
  let model: Model
  let schema: DataSchema

  /// - Parameters:
  ///   - change: what the task says beside its columns.
  ///   - text: nil: rows of `t`, `drive`, `speed`, `gear` and `y`.
  init(
    text: String? = nil, reading: ReadingOptions = .init(),
    _ change: (inout TaskDefinition) -> Void = { _ in }
  ) throws {
    var task = TaskDefinition(
      name: "test", inputs: ["speed", "gear"], targets: ["y"], time: "t", sequence: "drive")
    change(&task)
    let table = try readTable(
      text ?? Self.text, reading, roles: ReadingRoles(time: task.time, sequence: task.sequence))
    schema = try Dataset(table: table, task: task).schema
    let outputs = schema.outputWidth
    let wiring = try Wiring.fullyConnected(
      inputs: schema.inputWidth, units: outputs + 5, outputs: outputs, seed: 2)
    model = Model(cell: try CfC(wiring: wiring), seed: 3)
  }

  func predictor(whole: Bool = false) throws -> Predictor {
    try Predictor(model: model, schema: schema, whole: whole)
  }

  static let text: String = {
    var text = "t,drive,speed,gear,y\n"
    for row in 0..<60 {
      let gear = ["first", "second", "third"][row % 3]
      text += "\(row % 30),d\(row / 30),\(15 + row % 7).5,\(gear),\(Double(row) / 10)\n"
    }
    return text
  }()
}
