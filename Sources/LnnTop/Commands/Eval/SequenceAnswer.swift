import Liquid
import LiquidData
import LiquidTraining
import Text

/// What a network answers to a sequence that has one answer, and no truth to compare it with.
struct SequenceAnswer: Encodable {
  let file: String?
  let sequence: String?
  /// Of its last row.
  let row: Int?
  /// By target column.
  let answers: [String: NetworkAnswer]
  let probabilities: [String: Double]?

  /// The most that are told; a file of predictions takes all.
  private static let limit = 10

  /// The answers to the first sequences; empty where every step has one of its own.
  static func first(
    of dataset: Dataset, evaluator: Evaluator, parameters: [Float]
  ) -> [SequenceAnswer] {
    let schema = dataset.schema
    guard schema.targetSteps != .all else { return [] }
    var found: [SequenceAnswer] = []
    evaluator.forEachChunk(of: dataset.sequences(of: .test), parameters: parameters) {
      batch, range, outputs in
      for (place, index) in range.enumerated() where found.count < limit {
        let last = place * batch.steps + batch.lengths[place] - 1
        let own = outputs[last * schema.outputWidth..<(last + 1) * schema.outputWidth]
        let row = dataset.targetRows(.test, index: index, ahead: 0).last
        found.append(SequenceAnswer(own, schema: schema, row: row, hasFiles: dataset.hasSeveralFiles))
      }
      return found.count < limit
    }
    return found
  }

  private init(_ outputs: ArraySlice<Float>, schema: DataSchema, row: TargetRow?, hasFiles: Bool) {
    file = hasFiles ? row?.file : nil
    sequence = row?.sequence
    self.row = schema.answersWholeOnce ? nil : row?.last ?? row?.first
    answers = schema.answers(outputs, horizon: 0)
    let known = answers.compactMapValues(\.probability)
    probabilities = known.isEmpty ? nil : known
  }

  /// Whether all of it are finite numbers.
  var isFinite: Bool {
    answers.values.allSatisfy { $0.number.isFinite && $0.probability?.isFinite ?? true }
  }

  /// `7: good, probability 0.93`
  var text: String {
    let place = [file, sequence, row.map { "to row \($0)" }].compactMap(\.self).joined(separator: " ")
    let words = answers.sorted { $0.key < $1.key }.map { column, answer in
      let name = answers.count == 1 && answer.probability != nil ? "" : "\(column) "
      let share = answer.probability.map { ", probability \(NumberText.significant($0))" } ?? ""
      return name + (answer.probability == nil ? NumberText.significant(answer.number) : answer.text) + share
    }
    let told = words.joined(separator: "; ")
    return (place.isEmpty ? told : "\(place): \(told)").sanitized
  }
}
