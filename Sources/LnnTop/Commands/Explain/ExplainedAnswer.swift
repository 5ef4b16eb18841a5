import Explanations
import Foundation
import Liquid
import Text

/// One answer and the parts that it is the sum of.
struct ExplainedAnswer: Encodable {
  /// A share of an answer.
  struct Part: Encodable {
    let name: String
    let part: Double
  }

  /// A word of a text and what it contributed.
  struct WordPart: Encodable {
    /// Counted from 1.
    let step: Int
    let word: String
    let part: Double
  }

  /// Counted from 1, as `step`.
  let sequence: Int
  let step: Int
  let output: String
  let unit: String
  let answer: Double
  let baseline: Double
  /// Of each input over all steps, the largest first.
  let inputs: [Part]
  /// Of each word of a text up to the step, in the order of the text: what its input's part is the sum of; nil where the
  /// data are no texts.
  let words: [WordPart]?
  /// Of each neuron's state before the step, the largest first.
  let neurons: [Part]
  /// Of the inputs of the step itself, past those states.
  let direct: [Part]
  /// What the parts of the inputs miss of the change.
  let residual: Double
  /// By input that holds numbers, how the answer depends on its value so many steps before.
  let influence: [Influence]

  struct Influence: Encodable {
    let name: String
    /// The first is the step itself.
    let byLag: [Double]
  }

  init(_ data: ExplainedData, options: ExplainOptions) throws {
    let network = data.network
    let place = try data.answer(at: options.place)
    let whole = ExplainedSequence(
      inputs: place.inputs, baseline: Self.baseline(options.baseline, data, steps: place.elapsed.count),
      elapsed: place.elapsed, averagesOutputs: data.batch.averagesOutputs)
    let step = place.step + 1
    let sequence = whole.prefix(step)
    let gradients = IntegratedGradients(model: network.model)
    let answered =
      network.schema.isClassification ? network.schema.answeredClass(gradients.outputs(of: sequence)) : nil
    let chosen = try network.output(named: options.output) ?? answered ?? 0
    let parts = gradients.attribution(of: sequence, output: chosen)
    let scale = network.scale(ofOutput: chosen)
    self.sequence = place.sequence + 1
    self.step = step
    output = network.outputNames[chosen]
    unit = network.outputUnit
    answer = network.value(ofOutput: chosen, raw: parts.answer)
    baseline = network.value(ofOutput: chosen, raw: parts.baseline)
    residual = parts.residual * scale
    self.inputs = Self.sorted(parts.partsOfInputs.map { $0 * scale }) { network.inputNames[$0] }
    neurons = Self.sorted(parts.neuronParts.map { Double($0) * scale }) { network.name(ofNeuron: $0) }
    direct = Self.sorted(parts.directParts.map { Double($0) * scale }) { network.inputNames[$0] }
    let width = sequence.width
    words = place.words.flatMap { words in
      network.schema.tokenChannel.map { channel in
        words.enumerated().map { index, word in
          WordPart(
            step: index + 1, word: word, part: Double(parts.inputParts[index * width + channel]) * scale)
        }
      }
    }
    influence = network.inputNames.enumerated().filter { !network.embedded.contains($0.offset) }.map {
      input, name in
      Influence(
        name: name,
        byLag: (0..<step).map { Double(parts.sensitivity[(step - 1 - $0) * width + input]) * scale })
    }
  }

  private static func sorted(_ parts: [Double], _ name: (Int) -> String) -> [Part] {
    parts.enumerated().map { Part(name: name($0.offset), part: $0.element) }
      .sorted { ($0.part.magnitude, $1.name) > ($1.part.magnitude, $0.name) }
  }

  /// Nil: 0 throughout.
  private static func baseline(
    _ kind: ExplainOptions.Baseline, _ data: ExplainedData, steps: Int
  ) -> [Float]? {
    guard kind == .mean else { return nil }
    let width = data.batch.inputWidth
    var sums = [Double](repeating: 0, count: width)
    for sequence in 0..<data.batch.count {
      for (index, value) in data.sequence(sequence).inputs.enumerated() {
        sums[index % width] += Double(value)
      }
    }
    let rows = Double(data.batch.lengths.reduce(0, +))
    let means = sums.map { Float($0 / rows) }
    return (0..<steps).flatMap { _ in means }
  }

  var section: ExplainSection {
    func number(_ value: Double) -> String { NumberText.significant(value) }
    var table = TextTable(columns: [.init("part of"), .init("", alignsRight: true), .init("")])
    let byWord = (words ?? []).map { Part(name: "\($0.word.sanitized), step \($0.step)", part: $0.part) }
      .sorted { $0.part.magnitude > $1.part.magnitude }
    let largest = (inputs + byWord + neurons + direct).map(\.part.magnitude).max() ?? 0
    func rows(_ parts: [Part], _ kind: String) -> [[String]] {
      let told = parts.filter { $0.part != 0 }
      let left = told.count - Self.shown
      let lines = told.prefix(Self.shown).map {
        ["  \(kind) \($0.name)", SignedBar.number($0.part), SignedBar.text($0.part, largest: largest)]
      }
      return lines + (left > 0 ? [["  \(left) more (--json has all)", "", ""]] : [])
    }
    func heading(_ words: String, _ parts: [Part]) -> [[String]] {
      [[words, SignedBar.number(parts.reduce(0) { $0 + $1.part }), ""]]
    }
    table.rows =
      heading("BY INPUT, over all steps", inputs) + rows(inputs, "input")
      + (words == nil ? [] : heading("BY WORD of the text", byWord) + rows(byWord, "word"))
      + heading("BY NEURON before the step, and by input at it", neurons + direct) + rows(neurons, "neuron")
      + rows(direct, "input now")
    return ExplainSection(
      title: "One answer",
      lines: [
        "\(output.sanitized) at step \(step) of sequence \(sequence): \(number(answer)) (\(unit)),"
          + " \(SignedBar.number(answer - baseline)) from \(number(baseline)) on the baseline",
        "the parts of the inputs, over all steps, add up to this change but for \(number(residual));"
          + " so do those of the neurons' states before the step and of the inputs now",
      ], table: table)
  }

  /// Parts of each kind in the table; the JSON has all.
  private static let shown = 12
}

/// A number with its sign, and as a bar to the left or the right.
enum SignedBar {
  private static let width = 12

  static func number(_ value: Double) -> String {
    (value < 0 ? "-" : "+") + NumberText.significant(value.magnitude)
  }

  static func text(_ value: Double, largest: Double) -> String {
    let share = largest > 0 && value.isFinite ? value.magnitude / largest : 0
    let length = (0..<width).count { Double($0) + 0.5 <= share * Double(width) }
    let (bar, blank) = (String(repeating: "#", count: length), String(repeating: " ", count: width - length))
    return value < 0 ? blank + bar + "|" : String(repeating: " ", count: width) + "|" + bar
  }
}
