/// A model of ONNX (Open Neural Network Exchange), as far as exports use the format: a graph of operators on tensors.
///
/// Source: https://onnx.ai/onnx/repo-docs/IR.html
package struct ONNXModel: Sendable, Hashable {
  /// The version of the format.
  package static let formatVersion: Int64 = 8
  /// The version of the operators.
  package static let operatorVersion: Int64 = 17
  package static let producer = "lnn-top"

  package var producerVersion: String
  package var description: String
  /// What else a program may want to know, by key.
  package var properties: [Property]
  package var graph: ONNXGraph

  package struct Property: Sendable, Hashable {
    package let key: String
    package let value: String

    package init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }
}

/// Nodes in the order in which they run, and the constants that they read. No two values of a model share a name.
package struct ONNXGraph: Sendable, Hashable {
  package var name: String
  package var nodes: [ONNXNode] = []
  package var constants: [ONNXConstant] = []
  package var inputs: [ONNXValue] = []
  package var outputs: [ONNXValue] = []
}

/// An operator that runs.
package struct ONNXNode: Sendable, Hashable {
  package let name: String
  package let operation: String
  /// Names of values.
  package let inputs: [String]
  package let outputs: [String]
  /// By name, in alphabetical order.
  package var integers: [Integer] = []
  /// What a loop repeats; it may read what lies around it.
  package var body: [ONNXGraph] = []

  package struct Integer: Sendable, Hashable {
    package let name: String
    package let value: Int64
  }
}

/// A constant tensor, row-major.
package struct ONNXConstant: Sendable, Hashable {
  package enum Values: Sendable, Hashable {
    case floats([Float])
    case doubles([Double])
    case integers([Int64])
    case booleans([Bool])

    package var count: Int {
      switch self {
      case .floats(let values): values.count
      case .doubles(let values): values.count
      case .integers(let values): values.count
      case .booleans(let values): values.count
      }
    }

    var byteCount: Int {
      switch self {
      case .floats(let values): 4 * values.count
      case .doubles(let values): 8 * values.count
      case .integers(let values): 8 * values.count
      case .booleans(let values): values.count
      }
    }
  }

  package let name: String
  package let shape: [Int]
  package let values: Values
}

/// The type of a tensor's elements, numbered as in the format.
package enum ONNXElement: Int32, Sendable, Hashable {
  case float = 1
  case integer = 7
  case boolean = 9
  case double = 11
}

/// An input or output of a graph.
package struct ONNXValue: Sendable, Hashable {
  package enum Size: Sendable, Hashable {
    case fixed(Int)
    /// Known when the model runs; the same word stands for the same size.
    case open(String)
  }

  package let name: String
  package let element: ONNXElement
  package let shape: [Size]
  package var description = ""
}
