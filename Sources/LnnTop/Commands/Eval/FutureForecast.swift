import Foundation
import Liquid
import LiquidData
import LiquidTraining
import Text

/// Forecasts of the rows after the last one of each sequence, whose truth nobody knows yet.
///
/// A row is forecast with the nearest horizon that reaches it. Rows beyond all horizons follow from the answers: these
/// are taken for rows, where every input is a target or follows from the time.
struct FutureForecast {
  /// One row that is not there yet.
  struct Row: Encodable {
    var file: String?
    var sequence: String?
    /// Rows after the last one.
    var ahead: Int
    var time: String?
    /// By target column.
    var answers: [String: NetworkAnswer]
  }

  private let schema: DataSchema
  private let engine: GradientEngine
  private let parameters: [Float]

  /// - Throws: where so many rows cannot be forecast.
  init(
    ahead rows: Int, schema: DataSchema, engine: GradientEngine, parameters: [Float], name: String
  ) throws {
    guard schema.kind == .forecast else {
      throw CommandFailure(
        "--ahead is for forecasts, and \(name) was trained on a \(schema.kind.rawValue); train with --kind forecast"
      )
    }
    if let known = schema.columnsKnownAhead.first {
      throw CommandFailure(
        "--ahead does not know '\(known.displayed)' after the last row; add the rows to be forecast to the data,"
          + " with it and without \(schema.targetColumns[0].displayed), and --predictions FILE forecasts them"
      )
    }
    let unknown = schema.inputsWithoutFuture
    if rows > schema.horizon, let first = unknown.first {
      throw CommandFailure(
        "--ahead \(rows): this network forecasts \(schema.horizon) rows ahead; more would need '\(first.displayed)' after the"
          + " last row; train with --horizon 1..\(rows), or without that input")
    }
    self.schema = schema
    self.engine = engine
    self.parameters = parameters
  }

  func rows(ahead rows: Int, of dataset: Dataset, inWindows: Bool) -> [Row] {
    dataset.futureSteps(inWindows: inWindows).flatMap { steps in
      forecast(rows, from: steps)
    }
  }

  private func forecast(_ rows: Int, from start: FutureSteps) -> [Row] {
    var (steps, found): (FutureSteps, [Row]) = (start, [])
    while found.count < rows {
      let outputs = engine.outputs(uncheckedParameters: parameters, batch: steps.batch)
      var values: [[String: Double]] = []
      for ahead in 1...schema.horizon {
        guard let horizon = schema.horizons.first(where: { $0 >= ahead }), steps.count > horizon - ahead
        else {
          break
        }
        let place = steps.count - 1 - (horizon - ahead)
        let width = schema.outputWidth
        let answers = schema.answers(outputs[place * width..<(place + 1) * width], horizon: horizon)
        values.append(answers.mapValues(\.number))
        guard found.count < rows else { continue }
        let number = found.count + 1
        found.append(
          Row(
            file: start.file, sequence: start.sequence, ahead: number, time: start.time(ahead: number),
            answers: answers))
      }
      // A sequence that is too short for one forecast has none.
      guard !values.isEmpty else { return found }
      for answer in values { steps.append(answers: answer) }
    }
    return found
  }
}
