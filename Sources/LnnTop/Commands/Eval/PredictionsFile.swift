import Foundation
import Liquid
import LiquidData
import LiquidTraining
import RunStore
import Text

/// Writes what a model answers beside the truth, one CSV row for each step of a sequence, so that joining it with the
/// data and computing the metric gives the one that is printed. A text or a recording that has one answer has one row, not
/// one for each of its tokens or spectra, which are no rows of the data.
///
/// `part` is the one that the row is in, empty in data without parts; `file` is there where several files were read;
/// `row` is the row's number in its file, from 1 without the header, and `last_row` the last of those that a resampled
/// row is made of; `time` is as it stands in the file. Of a forecast these are the row's that is forecast. `truth_y` is
/// empty where it does not count. Numbers are in double precision, in the shortest digits that read back as the same.
struct PredictionsFile {
  let task: EvaluationTask
  let evaluator: Evaluator
  let parameters: [Float]
  let csv: CSVText
  /// Rows after the last one, whose part is `future`.
  var future: [FutureForecast.Row] = []

  /// How predictions files begin, those of older versions included.
  private static let beginnings = [
    "part,sequence,row,", "part,file,sequence,row,", "sequence,time,", "sequence,step,",
  ]

  /// Checks that predictions can be written to a path and replace nothing but predictions.
  static func output(path: String) throws -> OutputFile {
    try OutputFile(path: path) { bytes in
      beginnings.contains { bytes.starts(with: $0.utf8) }
        // With neither times nor resampling, the targets follow the row.
        || bytes.starts(with: "part,sequence,row\n".utf8)
    }
  }

  /// - Returns: the number of rows that have an answer.
  @discardableResult
  func write(to file: OutputFile) throws -> Int {
    let dataset = task.dataset
    let layout = Layout(dataset: dataset, csv: csv)
    var text = layout.header + "\n"
    var answered: Set<AnsweredRow> = []
    let sequences = dataset.sequences(of: .test)
    let hasOneRow = dataset.schema.answersWholeOnce
    evaluator.forEachChunk(of: sequences, parameters: parameters) { batch, range, outputs in
      let values = sequences.targetValues(Array(range))
      for (place, index) in range.enumerated() {
        let part = dataset.chosenPart(index: index)?.rawValue ?? ""
        for ahead in layout.horizons {
          let rows = dataset.targetRows(.test, index: index, ahead: ahead)
          let first = dataset.warmUpSteps(.test, index: index)
          for step in (hasOneRow ? batch.lengths[place] - 1 : first)..<batch.lengths[place] {
            let row = rows[step - first]
            answered.insert(AnsweredRow(row))
            let fields =
              [part] + layout.place(row, ahead: ahead)
              + layout.answers(
                Step(batch, values, outputs, index: place * batch.steps + step), ahead: ahead)
            text += fields.joined(separator: ",") + "\n"
          }
        }
      }
      return true
    }
    for row in future { text += layout.line(row) + "\n" }
    try file.write(Data(text.utf8))
    return answered.count
  }

  /// A row as it is told from others.
  private struct AnsweredRow: Hashable {
    let file: String?
    let row: Int?
    /// The number is nil where resampling made a row that is not in the file.
    let time: String?
    let sequence: String?

    init(_ row: TargetRow) {
      (file, self.row, time, sequence) = (row.file, row.first, row.time, row.sequence)
    }
  }

  /// One step's outputs, with its targets.
  private struct Step {
    let batch: SequenceBatch
    let values: [Double]?
    let outputs: [Float]
    /// Of the step in the batch.
    let index: Int

    init(_ batch: SequenceBatch, _ values: [Double]?, _ outputs: [Float], index: Int) {
      (self.batch, self.values, self.outputs, self.index) = (batch, values, outputs, index)
    }

    /// Nil where the target does not count.
    func target(_ target: Int) -> Double? {
      let place = index * batch.targetWidth + target
      return batch.targetWeights[place] > 0 ? values?[place] ?? Double(batch.targets[place]) : nil
    }
  }

  /// The columns that the data call for.
  private struct Layout {
    let schema: DataSchema
    let csv: CSVText
    let hasFiles: Bool
    let isResampled: Bool
    /// A line of its own for each.
    let horizons: [Int]

    init(dataset: Dataset, csv: CSVText) {
      self.csv = csv
      schema = dataset.schema
      horizons = schema.horizons
      hasFiles = dataset.hasSeveralFiles
      isResampled = schema.preparation?.resample != nil
    }

    var header: String {
      var names = ["part"]
      if hasFiles { names.append("file") }
      names += ["sequence", "row"]
      if isResampled { names.append("last_row") }
      if schema.time != nil { names.append("time") }
      if horizons.count > 1 { names.append("horizon") }
      let targets = schema.targetColumns
      names += targets.map { "truth_\($0)" } + targets.map { "answer_\($0)" }
      if schema.isClassification { names += schema.outputNames.map { "probability_\($0)" } }
      if schema.loss == .binaryCrossEntropy { names += targets.map { "probability_\($0)" } }
      return names.map { csv.field($0.sanitized) }.joined(separator: ",")
    }

    func place(_ row: TargetRow, ahead: Int) -> [String] {
      var fields: [String] = []
      if hasFiles { fields.append(csv.field(row.file ?? "")) }
      fields += [csv.field(row.sequence ?? "0"), row.first.map(String.init) ?? ""]
      if isResampled { fields.append(row.last.map(String.init) ?? "") }
      if schema.time != nil { fields.append(csv.field(row.time ?? "")) }
      if horizons.count > 1 { fields.append("\(ahead)") }
      return fields
    }

    /// The row's number and its truth are not known yet.
    func line(_ row: FutureForecast.Row) -> String {
      let place = TargetRow(
        file: row.file, sequence: row.sequence, first: nil, last: nil, time: row.time)
      let answers = fields(row.answers)
      let truths = [String](repeating: "", count: row.answers.count)
      return (["future"] + self.place(place, ahead: row.ahead) + truths + answers).joined(separator: ",")
    }

    /// The truths, the answers, and their probabilities where there are any.
    func answers(_ step: Step, ahead: Int) -> [String] {
      let width = schema.outputWidth
      let outputs = step.outputs[step.index * width..<(step.index + 1) * width]
      let truths =
        schema.isClassification
        ? [step.target(0).map { csv.field(schema.outputNames[Int($0)]) } ?? ""]
        : schema.targets.indices.filter { schema.ahead(target: $0) == ahead }
          .map { step.target($0).map(NetworkAnswer.text) ?? "" }
      return truths + fields(schema.answers(outputs, horizon: ahead))
    }

    /// The answers in the order of their columns, then their probabilities.
    private func fields(_ answers: [String: NetworkAnswer]) -> [String] {
      let told = schema.targetColumns.compactMap { answers[$0] }
      return told.map { csv.field($0.text) } + told.flatMap(\.probabilities).map(NetworkAnswer.text)
    }
  }
}
