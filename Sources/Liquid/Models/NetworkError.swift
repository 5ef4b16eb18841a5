import Text

/// Why a network cannot be used as asked. Whatever throws it leaves everything as it was.
public enum NetworkError: Error, Sendable, Hashable {
  /// A vector of parameters of the wrong length.
  case parameterCount(Int, expected: Int)
  /// A parameter that is not a finite number.
  case parameterNotFinite(tensor: String, index: Int)
  /// A batch or a step with the wrong number of inputs.
  case inputCount(Int, expected: Int)
  /// An input of a stream's step that is not a finite number.
  case inputNotFinite(channel: Int)
  /// A batch with the wrong number of targets at each step.
  case targetCount(Int, expected: Int)
  /// A class that the network has no output for, or that is no whole number.
  case notAClass(Float, classes: Int, sequence: Int, step: Int)
  /// A target of binary cross-entropy outside of 0 to 1.
  case notBinary(Float, sequence: Int, step: Int)
  /// A target to learn from that is infinite.
  case targetNotFinite(Float)
  /// A batch to learn from in which no target counts.
  case noTarget
  /// An elapsed time that is negative or not finite.
  case elapsedTime(Float)
  /// States of another network, or such as no network has.
  case states(count: Int, expected: Int)
  case stateNotFinite(index: Int)
  /// The state of an online gradient of another network, method or history.
  case onlineState(values: Int, expected: Int)
  /// An intervention on a neuron that is not there.
  case neuron(Int, count: Int)
  /// A cut of a synapse that is not there.
  case synapse(Int, count: Int)
  /// A cut where synapses are no parameters of their own.
  case cannotCut(cell: String)
  /// A state that is to be held at something that is not a finite number.
  case clampNotFinite(neuron: Int)
  /// Synapses are to be read at a step that is not there.
  case step(Int, count: Int)
  /// An option of the computation that lies outside of what is allowed.
  case option(name: String, value: String, allowed: String)
}

extension NetworkError: WordedError {
  public var description: String {
    switch self {
    case .parameterCount(let count, let expected):
      "\(counted(count, "parameter")) for a network that has \(expected)"
    case .parameterNotFinite(let tensor, let index):
      "the tensor \(tensor.quoted) has a value that is not a finite number, at \(index)"
    case .inputCount(let count, let expected):
      "\(counted(count, "input")) for a network that has \(expected)"
    case .inputNotFinite(let channel):
      "input \(channel) is not a finite number; give the last known value or 0, or train with a mask"
    case .targetCount(let count, let expected):
      "\(counted(count, "target")) at each step, and the loss takes \(expected) (cross-entropy takes the class's index)"
    case .notAClass(let value, let classes, let sequence, let step):
      "the target \(value) of sequence \(sequence), step \(step) is no class: these are the whole numbers from 0 to"
        + " \(classes - 1), as the network has \(counted(classes, "output"))"
    case .notBinary(let value, let sequence, let step):
      "the target \(value) of sequence \(sequence), step \(step) is not between 0 and 1, as binary cross-entropy needs it"
    case .targetNotFinite(let value):
      "the target \(value) is not a finite number; a missing target is NaN"
    case .noTarget:
      "no target of the batch counts: all are NaN or weigh 0, and there is nothing to learn"
    case .elapsedTime(let time):
      "the elapsed time is \(time); it must be a finite number and at least 0"
    case .states(let count, let expected):
      "\(counted(count, "state")) for a network that has \(expected)"
    case .stateNotFinite(let index):
      "state \(index) is not a finite number"
    case .onlineState(let values, let expected):
      "the kept gradient has \(counted(values, "value")), and this network with its method and history has \(expected);"
        + " go on with the options it was kept with"
    case .neuron(let neuron, let count):
      "there is no neuron \(neuron): the network has \(counted(count, "neuron")), from 0 on"
    case .synapse(let synapse, let count):
      "there is no synapse \(synapse): the network has \(counted(count, "synapse")), sensory ones last, from 0 on"
    case .cannotCut(let cell):
      "no synapse of this \(cell) can be cut: every input of its backbone reaches every neuron; silence a neuron instead"
    case .clampNotFinite(let neuron):
      "the state of neuron \(neuron) is to be held at something that is not a finite number"
    case .step(let step, let count):
      "there is no step \(step): the shortest sequence has \(counted(count, "step")), from 0 on"
    case .option(let name, let value, let allowed):
      "\(name) is \(value); it must be \(allowed)"
    }
  }
}
