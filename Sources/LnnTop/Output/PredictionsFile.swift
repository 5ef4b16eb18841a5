import Foundation
import LiquidData
import LiquidTraining
import RunStore

/// Writes what a model answers, one CSV row a step: its sequence, its time (or its number, from 0, without a time
/// column), then one column an output.
///
/// A forecast's time is the one that is forecast.
struct PredictionsFile {
  let task: EvaluationTask
  let evaluator: Evaluator
  let parameters: [Float]

  /// How predictions files begin.
  private static let beginnings = ["sequence,time,", "sequence,step,"]

  /// Checks that predictions can be written to a path and replace nothing but predictions.
  static func output(path: String) throws -> OutputFile {
    try OutputFile(path: path) { bytes in beginnings.contains { bytes.starts(with: $0.utf8) } }
  }

  func write(to file: OutputFile) throws {
    let dataset = task.dataset
    let schema = dataset.schema
    let time = schema.time.flatMap { task.table.column(named: $0.column) }
    let beginning = Self.beginnings[time == nil ? 1 : 0]
    var text = beginning + schema.outputNames.map(CSVText.field).joined(separator: ",") + "\n"
    evaluator.forEachChunk(of: dataset.sequences(of: .test), parameters: parameters) {
      batch, range, outputs in
      for (place, index) in range.enumerated() {
        let location = dataset.location(.test, index: index)
        for step in 0..<batch.lengths[place] {
          let start = (place * batch.steps + step) * schema.outputNames.count
          let values = schema.outputNames.indices.map { outputs[start + $0] }
          let moment =
            time.map { TimeText.text($0, row: location.targetRows[step]) } ?? "\(location.targetSteps[step])"
          // Nine significant digits tell any two numbers of 32 bits apart.
          let answers = schema.answers(values).map { String(format: "%.9g", $0) }
          let fields = [CSVText.field(location.sequence ?? "0"), moment] + answers
          text += fields.joined(separator: ",") + "\n"
        }
      }
      return true
    }
    try file.write(Data(text.utf8))
  }
}
