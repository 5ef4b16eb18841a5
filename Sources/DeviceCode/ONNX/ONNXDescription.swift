import Foundation
import Liquid
import Text

/// What a model says of itself: in words, and as properties for programs, each a JSON value.
struct ONNXDescription {
  let interface: NetworkInterface
  let layout: ONNXStateLayout

  var text: String {
    let words = [
      "One step of a recurrent network, for any number of sequences side by side (batch).",
      "Inputs: 'inputs' holds \(interface.inputs.map(\.words).joined(separator: "; ")). \(missingWords)",
      interface.recipe.joined(separator: " "),
      "'elapsed' is the time since the step before in \(interface.time.unit.sanitized); the usual step is \(NumberText.significant(interface.time.usualStep, digits: 6)).",
      "'state' is 'state_out' of the step before, and zeros before the first.",
      "Outputs: \(answerWords)",
    ]
    return words.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var missingWords: String {
    switch interface.missing {
    case .lastKnown: "NaN is a missing value, for which the last known one stands."
    case .mean: "NaN is a missing value, for which the mean of the training stands."
    case .leftOut: "NaN is a missing value: such a row is left out, and its time counts with the next one's."
    }
  }

  private var answerWords: String {
    let names = interface.outputs.map(\.name.sanitized).joined(separator: ", ")
    switch interface.answer {
    case .numbers: return "'outputs' holds \(names), in the targets' units."
    case .classes:
      return
        "'outputs' holds a score per class (\(names)), 'probabilities' the probabilities, 'label' the place of"
        + " the answer."
    case .bits:
      return
        "'outputs' holds a score per target (\(names)), 'probabilities' the probability of a 1, 'label' 0 or 1."
    }
  }

  var properties: [ONNXModel.Property] {
    [
      .init("inputs", json(interface.inputs.map(InputEntry.init))),
      .init("outputs", json(interface.outputs.map(\.name))),
      .init("answer", json(interface.answer.word)),
      .init("missing", json(interface.missing.word)),
      .init(
        "time",
        json(
          TimeEntry(
            unit: interface.time.unit, usualStep: interface.time.usualStep, longest: interface.time.longest))),
      .init("state", json(layout.entries.map { StateEntry(name: $0.name, size: $0.count) })),
    ] + (interface.recipe.isEmpty ? [] : [.init("recipe", json(interface.recipe))])
  }

  private struct InputEntry: Encodable {
    let name: String
    var levels: [String]?
    /// In the training part.
    var low: Double?
    var high: Double?
    /// Numbers that stand for a missing value.
    var markers: [Double]?

    init(_ input: NetworkInterface.Input) {
      name = input.name
      switch input.kind {
      case .number: break
      case .category(let names): levels = names
      case .index(_, let names, _): if !names.isEmpty { levels = names }
      }
      (low, high) = (input.range?.lowerBound, input.range?.upperBound)
      if !input.markers.isEmpty { markers = input.markers }
    }
  }

  private struct TimeEntry: Encodable {
    let unit: String
    let usualStep: Double
    /// In usual steps.
    let longest: Double
  }

  private struct StateEntry: Encodable {
    let name: String
    let size: Int
  }

  private func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Only numbers that JSON does not have fail, and those of an interface are finite.
    guard let data = try? encoder.encode(value) else { preconditionFailure("\(value) is no JSON") }
    return String(decoding: data, as: UTF8.self)
  }
}

extension NetworkInterface.Input {
  fileprivate var words: String {
    switch kind {
    case .number:
      name.sanitized
        + (markers.isEmpty
          ? ""
          : " (missing: \(markers.map { NumberText.shortest($0) }.joined(separator: ", ")))")
    case .category(let levels):
      Self.words(name, levels)
    case .index(let levels, let names, _):
      (1...Self.mostNamedLevels).contains(names.count)
        ? Self.words(name, names) : "\(name.sanitized) (the place of a category, 0 to \(levels - 1))"
    }
  }

  private static func words(_ name: String, _ levels: [String]) -> String {
    let list = levels.enumerated().map { "\($0) for \($1.sanitized)" }.joined(separator: ", ")
    return "\(name.sanitized) (\(list))"
  }
}

extension NetworkInterface.Answer {
  fileprivate var word: String {
    switch self {
    case .numbers: "numbers"
    case .classes: "classes"
    case .bits: "bits"
    }
  }
}

extension NetworkInterface.Missing {
  fileprivate var word: String {
    switch self {
    case .lastKnown: "last known"
    case .mean: "mean"
    case .leftOut: "left out"
    }
  }
}
