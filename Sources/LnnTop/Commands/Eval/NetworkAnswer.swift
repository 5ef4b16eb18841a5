import Liquid
import LiquidData
import Text

/// What a network answers for one target at one step; as JSON the number, the class's name or the bit alone.
enum NetworkAnswer: Encodable {
  case value(Double)
  /// A class, counted from 0, with the probabilities of all.
  case named(String, index: Int, probabilities: [Double])
  case bit(Int, probability: Double)

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .value(let value): try container.encode(value)
    case .named(let name, _, _): try container.encode(name)
    case .bit(let bit, _): try container.encode(bit)
    }
  }

  var text: String {
    switch self {
    case .value(let value): NumberText.shortest(value)
    case .named(let name, _, _): name
    case .bit(let bit, _): String(bit)
    }
  }

  /// As a row of the data would have it.
  var number: Double {
    switch self {
    case .value(let value): value
    case .named(_, let index, _): Double(index)
    case .bit(let bit, _): Double(bit)
    }
  }

  /// Of the class that is answered, or of a bit that is 1; nil for numbers.
  var probability: Double? {
    switch self {
    case .value: nil
    case .named(_, let index, let probabilities): probabilities[index]
    case .bit(_, let probability): probability
    }
  }
}

extension DataSchema {
  /// The answers of one step by target column.
  ///
  /// - Parameter horizon: of a forecast; other targets have 0.
  func answers(_ outputs: ArraySlice<Float>, horizon: Int) -> [String: NetworkAnswer] {
    let precise = preciseAnswers(outputs)
    if isClassification {
      let best = answeredClass(outputs) ?? 0
      return [targets[0].column: .named(outputNames[best], index: best, probabilities: precise)]
    }
    var answers: [String: NetworkAnswer] = [:]
    for (index, target) in targets.enumerated() where ahead(target: index) == horizon {
      answers[target.column] =
        loss == .binaryCrossEntropy
        ? .bit(outputs[outputs.startIndex + index] > 0 ? 1 : 0, probability: precise[index])
        : .value(precise[index])
    }
    return answers
  }
}
