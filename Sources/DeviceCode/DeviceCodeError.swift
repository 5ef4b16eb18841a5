import Liquid
import Text

/// Why a network cannot be written for another machine.
package enum DeviceCodeError: Error, Sendable, Hashable {
  /// A name that is no identifier of C.
  case badName(String)
  /// A name that C, C++ or the files themselves use.
  case takenName(String)
  /// Something of the data that the other machine cannot have.
  case inexpressible(part: String, reason: String)
  /// Sizes of the network and of what lies around it differ.
  case doesNotFit(inputs: Int, outputs: Int, interfaceInputs: Int, interfaceOutputs: Int)
}

extension DeviceCodeError: WordedError {
  package var description: String {
    switch self {
    case .badName(let name):
      "\(name.quoted) is no name for C: it must begin with a letter and have up to 32 letters, digits and _"
    case .takenName(let name):
      "\(name.quoted) has a meaning in C or C++; choose another name, such as \("net".quoted)"
    case .inexpressible(let part, let reason):
      "\(part) cannot be exported: \(reason)"
    case .doesNotFit(let inputs, let outputs, let interfaceInputs, let interfaceOutputs):
      "the network has \(inputs) inputs and \(outputs) outputs, its data \(interfaceInputs) and \(interfaceOutputs)"
    }
  }
}
