import Explanations
import Liquid
import LiquidData
import Telemetry
import Text

/// A model with the names and units that its explanations are told in.
struct ExplainedNetwork {
  let model: Model
  /// Of the data that are explained.
  let schema: DataSchema
  /// The inputs that hold the index of a word or of an embedded category, whose order says nothing.
  let embedded: Set<Int>
  private let neuronNames: [String]

  init(model: Model, schema: DataSchema) {
    (self.model, self.schema) = (model, schema)
    embedded = model.embeddedChannels
    neuronNames = ModelSummary(model).neurons.map(\.name)
  }

  var inputNames: [String] { schema.inputNames }
  var outputNames: [String] { schema.outputNames }

  func name(ofNeuron neuron: Int) -> String { neuronNames[neuron] }

  /// The inputs that hold numbers.
  ///
  /// - Parameter wanted: what is made of them, as the message has it, such as `rules`.
  /// - Throws: where there are too few.
  func numericInputs(for wanted: String, atLeast least: Int) throws -> [Int] {
    let numeric = inputNames.indices.filter { !embedded.contains($0) }
    guard !embedded.isEmpty, numeric.count < least else { return numeric }
    throw CommandFailure(
      "\(wanted) need \(counted(least, "input")) of numbers, and there are \(numeric.count): a word or an embedded category has only an index"
    )
  }

  /// Says which inputs are not among those of numbers; empty where all are.
  var withoutIndices: [String] {
    let left = embedded.sorted().map { inputNames[$0].quoted }
    return left.isEmpty ? [] : ["without \(left.joined(separator: ", ")), whose values are indices"]
  }

  /// `lateral_offset -> inter 3`
  func name(ofSynapse index: Int) -> String {
    let (synapse, isSensory) = model.network.synapse(index)
    let source = isSensory ? inputNames[synapse.source] : name(ofNeuron: synapse.source)
    return "\(source) -> \(name(ofNeuron: synapse.target))"
  }

  func name(of target: AblationTarget) -> String {
    switch target {
    case .input(let input): inputNames[input]
    case .neuron(let neuron): name(ofNeuron: neuron)
    case .synapse(let synapse): name(ofSynapse: synapse)
    }
  }

  /// What a raw output of 1 is worth in the target's unit; logits of classes and of bits stay as they are.
  func scale(ofOutput output: Int) -> Double {
    schema.hasAccuracy
      ? 1
      : Double(schema.denormalizeOutput(channel: output, value: 1))
        - Double(schema.denormalizeOutput(channel: output, value: 0))
  }

  /// A raw output in the target's unit.
  func value(ofOutput output: Int, raw: Double) -> Double {
    schema.hasAccuracy
      ? raw : Double(schema.denormalizeOutput(channel: output, value: 0)) + raw * scale(ofOutput: output)
  }

  /// What the numbers of an output are: its unit is the target's own.
  var outputUnit: String { schema.hasAccuracy ? "logit" : "in the target's unit" }

  /// The output that a person names; nil: none was named.
  ///
  /// - Throws: where there is no such output.
  func output(named name: String?) throws -> Int? {
    guard let name else { return nil }
    if let index = outputNames.firstIndex(of: name) { return index }
    throw CommandFailure(
      "there is no output \(name.quoted); the network gives"
        + " \(outputNames.map(\.quoted).joined(separator: ", "))")
  }

  /// The synapses that a name stands for: all that leave an input or a neuron, or one, written `source -> target`.
  ///
  /// - Throws: where there is nothing of the name.
  func synapses(named name: String) throws -> [Int] {
    let wiring = model.cell.wiring
    let all = 0..<wiring.synapseCount
    let ends = name.components(separatedBy: "->").map { $0.trimmingCharacters(in: .whitespaces) }
    let found = all.filter { index in
      let (synapse, isSensory) = model.network.synapse(index)
      let source = isSensory ? inputNames[synapse.source] : self.name(ofNeuron: synapse.source)
      return source == ends[0] && (ends.count == 1 || self.name(ofNeuron: synapse.target) == ends[1])
    }
    guard found.isEmpty || ends.count > 2 else { return found }
    throw CommandFailure(
      "nothing is called \(name.quoted): name an input (\(inputNames.map(\.quoted).joined(separator: ", "))),"
        + " a neuron such as \"\(self.name(ofNeuron: 0))\", or a synapse, written \"source -> target\""
    )
  }
}
