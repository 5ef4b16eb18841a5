import Foundation
import LiquidData
import LiquidTraining

/// Writes what a model answers, one CSV row a step: where the step is, then one column an output.
struct PredictionsFile {
  let dataset: Dataset
  let evaluator: Evaluator
  let parameters: [Float]

  /// How every predictions file begins.
  private static let beginning = "sequence,line,"

  /// Checks that predictions can be written to a path and replace nothing but predictions.
  static func output(path: String) throws -> OutputFile {
    try OutputFile(path: path) { $0.starts(with: Self.beginning.utf8) }
  }

  func write(to file: OutputFile) throws {
    let schema = dataset.schema
    var text = Self.beginning + schema.outputNames.map(CSVText.field).joined(separator: ",") + "\n"
    evaluator.forEachChunk(of: .test, parameters: parameters) { batch, range, outputs in
      for (place, index) in range.enumerated() {
        let location = dataset.location(.test, index: index)
        for step in 0..<batch.lengths[place] {
          let start = (place * batch.steps + step) * schema.outputNames.count
          let values = schema.outputNames.indices.map { outputs[start + $0] }
          // Nine significant digits tell any two numbers of 32 bits apart.
          let fields =
            [
              CSVText.field(location.sequence ?? "\(index)"), "\(location.targetLines[step])",
            ] + schema.answers(values).map { String(format: "%.9g", $0) }
          text += fields.joined(separator: ",") + "\n"
        }
      }
      return true
    }
    try file.write(Data(text.utf8))
  }
}
