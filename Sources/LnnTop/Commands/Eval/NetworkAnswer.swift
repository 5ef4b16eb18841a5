import Liquid
import LiquidData
import Text

/// What a network answers for one target at one step; as JSON the number, the class's name or the bit alone, or null.
enum NetworkAnswer: Encodable {
  case value(Double)
  /// A class, counted from 0, with the probabilities of all.
  case named(String, index: Int, probabilities: [Double])
  case bit(Int, probability: Double)
  /// Neither a class nor a bit, because the outputs are no numbers that decide.
  case undecided(probabilities: [Double])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .value(let value): try container.encode(value)
    case .named(let name, _, _): try container.encode(name)
    case .bit(let bit, _): try container.encode(bit)
    case .undecided: try container.encodeNil()
    }
  }

  /// Empty where nothing is decided.
  var text: String {
    switch self {
    case .value(let value): Self.text(value)
    case .named(let name, _, _): name
    case .bit(let bit, _): String(bit)
    case .undecided: ""
    }
  }

  /// A number in the shortest digits that read back as the same; not finite: `nan`, `inf`, `-inf`.
  static func text(_ value: Double) -> String { value.isNaN ? "nan" : NumberText.shortest(value) }

  /// As a row of the data would have it.
  var number: Double {
    switch self {
    case .value(let value): value
    case .named(_, let index, _): Double(index)
    case .bit(let bit, _): Double(bit)
    case .undecided: .nan
    }
  }

  /// Of the class that is answered, or of a bit that is 1; nil for numbers.
  var probability: Double? {
    switch self {
    case .value: nil
    case .named(_, let index, let probabilities): probabilities[index]
    case .bit(_, let probability): probability
    case .undecided: .nan
    }
  }

  /// Of all classes, or of a bit that is 1; empty for numbers.
  var probabilities: [Double] {
    switch self {
    case .value: []
    case .named(_, _, let probabilities), .undecided(let probabilities): probabilities
    case .bit(_, let probability): [probability]
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
      let answer = answeredClass(outputs).map { best in
        NetworkAnswer.named(outputNames[best], index: best, probabilities: precise)
      }
      return [targets[0].column: answer ?? .undecided(probabilities: precise)]
    }
    var answers: [String: NetworkAnswer] = [:]
    for (index, target) in targets.enumerated() where ahead(target: index) == horizon {
      let output = outputs[outputs.startIndex + index]
      answers[target.column] =
        loss != .binaryCrossEntropy
        ? .value(precise[index])
        : output.isNaN
          ? .undecided(probabilities: [precise[index]])
          : .bit(output > 0 ? 1 : 0, probability: precise[index])
    }
    return answers
  }
}
