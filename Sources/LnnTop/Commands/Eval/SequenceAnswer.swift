import Liquid
import LiquidData
import LiquidTraining
import Text

/// What a network answers to a sequence that has one answer, and no truth to compare it with.
struct SequenceAnswer: Encodable {
  let file: String?
  let sequence: String?
  /// A class, or the number of each target.
  let answer: String
  /// Of the class; nil for numbers.
  let probability: Double?

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
        let row = dataset.targetRows(.test, index: index, ahead: 0).first
        found.append(SequenceAnswer(own, schema: schema, row: row, hasFiles: dataset.hasSeveralFiles))
      }
      return found.count < limit
    }
    return found
  }

  private init(_ outputs: ArraySlice<Float>, schema: DataSchema, row: TargetRow?, hasFiles: Bool) {
    file = hasFiles ? row?.file : nil
    sequence = row?.sequence
    let precise = schema.preciseAnswers(outputs)
    if schema.isClassification, let best = schema.answeredClass(outputs) {
      (answer, probability) = (schema.outputNames[best], precise[best])
    } else {
      answer = zip(schema.targetColumns, precise)
        .map { "\($0) \(NumberText.significant($1))" }.joined(separator: ", ")
      probability = nil
    }
  }

  var text: String {
    let place = [file, sequence].compactMap(\.self).joined(separator: " ")
    let share = probability.map { ", probability \(NumberText.significant($0))" } ?? ""
    return (place.isEmpty ? answer + share : "\(place): \(answer)\(share)").sanitized
  }
}
