/// Why a wiring cannot be built.
public enum WiringError: Error, Sendable, Hashable {
  case badSizes(inputs: Int, neurons: Int, outputs: Int)
  case synapseOutside(source: Int, target: Int)
  case badPolarity(Int, source: Int, target: Int)
  case repeatedSynapse(source: Int, target: Int)
  /// A fan-out or fan-in that is not between 1 and the size of the layer it reaches into.
  case badFan(name: String, value: Int, limit: Int)
  /// More recurrent synapses than pairs of command neurons, or fewer than none.
  case badRecurrence(synapses: Int, limit: Int)
  /// A number of command neurons that leaves none, or no inter neuron.
  case badCommandNeurons(Int, limit: Int)
  case badSparsity(Double)
  /// `auto-ncp` needs more units than outputs by at least 3.
  case tooFewUnits(units: Int, outputs: Int, minimum: Int)
}

extension WiringError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badSizes(let inputs, let neurons, let outputs):
      "a wiring needs at least one input and output and no more outputs than neurons"
        + " (it has \(inputs) inputs, \(neurons) neurons, \(outputs) outputs)"
    case .synapseOutside(let source, let target):
      "the synapse \(source) -> \(target) lies outside the network"
    case .badPolarity(let polarity, let source, let target):
      "the polarity of the synapse \(source) -> \(target) is \(polarity), not +1 or -1"
    case .repeatedSynapse(let source, let target):
      "the synapse \(source) -> \(target) is there twice"
    case .badFan(let name, let value, let limit):
      "\(name) is \(value); it must be between 1 and \(limit), the size of the layer at its other end"
    case .badRecurrence(let synapses, let limit):
      "there are to be \(synapses) recurrent synapses; the command neurons have 0 to \(limit) pairs"
    case .badCommandNeurons(let count, let limit):
      "there are to be \(count) command neurons; these units and outputs allow 1 to \(limit)"
    case .badSparsity(let sparsity):
      "the sparsity is \(sparsity); it must be at least 0 and below 1"
    case .tooFewUnits(let units, let outputs, let minimum):
      "\(units) units are too few for \(outputs) outputs; use at least \(minimum)"
    }
  }
}
