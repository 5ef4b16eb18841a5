import CLiquidKernels

// Shapes, in rows of 16 floats, one lane per sequence: I inputs, O outputs
//   x [I]   out [O]   weights: scalars [O, I]   transposed: scalars [I, O]   bias: scalars [O]

/// A dense layer: its weights as the kernels read them, forward and transposed.
///
/// Its inputs may be several vectors that lie one after the other, each with a weight tensor of its own: [W U] [x h]
/// is W x + U h.
final class DenseLayer {
  /// One of the vectors.
  struct Part {
    let inputs: Int
    /// The first of its weights, `[outputs, inputs]`, in the flat parameter vector.
    let weightStart: Int
  }

  let outputs: Int
  let inputs: Int
  /// `[outputs, inputs]`
  let weights = LaneBuffer()
  private let transposed = LaneBuffer()
  private let bias = LaneBuffer()
  private let parts: [Part]
  private let biasStarts: [Int]

  /// - Parameter biasStart: the first of the biases in the flat parameter vector; nil: there are none.
  convenience init(outputs: Int, parts: [Part], biasStart: Int?) {
    self.init(outputs: outputs, parts: parts, biasStarts: biasStart.map { [$0] } ?? [])
  }

  /// - Parameter biasStarts: the first of each bias vector in the flat parameter vector; the layer adds them all.
  init(outputs: Int, parts: [Part], biasStarts: [Int]) {
    self.outputs = outputs
    self.parts = parts
    self.biasStarts = biasStarts
    inputs = parts.reduce(0) { $0 + $1.inputs }
    weights.reserve(outputs * inputs)
    transposed.reserve(outputs * inputs)
    bias.reserve(outputs)
  }

  /// The weights and biases of an output, as places in the flat parameter vector: weights in the order of the inputs,
  /// then the biases.
  func parameters(ofOutput output: Int) -> [Int] {
    parts.flatMap { part in
      (0..<part.inputs).map { part.weightStart + output * part.inputs + $0 }
    } + biasStarts.map { $0 + output }
  }

  func load(_ parameters: [Float]) {
    for output in 0..<outputs {
      bias.base[output] = biasStarts.reduce(0) { $0 + parameters[$1 + output] }
    }
    parameters.withUnsafeBufferPointer { parameters in
      var offset = 0
      for part in parts {
        load(parameters, part, to: offset)
        offset += part.inputs
      }
    }
  }

  /// Loads the weights of a part, whose first input is the layer's input `offset`. Sixteen outputs at a time, so that
  /// the transposed weights are written in whole cache lines: one by one they take a tenth of a wide network's step.
  private func load(_ parameters: UnsafeBufferPointer<Float>, _ part: Part, to offset: Int) {
    for first in stride(from: 0, to: outputs, by: LaneShard.lanes) {
      let block = first..<min(first + LaneShard.lanes, outputs)
      for input in 0..<part.inputs {
        let column = transposed.base + (offset + input) * outputs
        for output in block {
          let weight = parameters[part.weightStart + output * part.inputs + input]
          weights.base[output * inputs + offset + input] = weight
          column[output] = weight
        }
      }
    }
  }

  /// out = weights x + bias, rows of lanes.
  func forward(_ x: UnsafePointer<Float>, to out: UnsafeMutablePointer<Float>) {
    liquid_dense(Int32(outputs), Int32(inputs), weights.base, bias.base, x, out)
  }

  /// The gradient with respect to x, written to `xGradient`.
  func backward(_ outGradient: UnsafePointer<Float>, to xGradient: UnsafeMutablePointer<Float>) {
    liquid_dense(Int32(inputs), Int32(outputs), transposed.base, nil, outGradient, xGradient)
  }

  /// Adds the gradient of weights and biases over all steps to a flat vector; a step's `outGradient` lies
  /// right after the last one's, its x `stride` rows after the last one's.
  ///
  /// - Parameter first: the parameter that the vector's first element stands for.
  func accumulateGradients(
    steps: Int, outGradient: UnsafePointer<Float>, x: UnsafePointer<Float>, stride: Int,
    into gradient: inout [Float], from first: Int = 0
  ) {
    gradient.withUnsafeMutableBufferPointer { all in
      guard let base = all.baseAddress else { return }
      var offset = 0
      for part in parts {
        liquid_dense_weight_gradient(
          Int32(steps), Int32(outputs), Int32(outputs), outGradient, Int32(part.inputs), Int32(stride),
          x + offset * LaneShard.lanes, base + part.weightStart - first)
        offset += part.inputs
      }
      for biasStart in biasStarts {
        liquid_row_sums(Int32(steps), Int32(outputs), Int32(outputs), outGradient, base + biasStart)
      }
    }
  }
}

extension SeededGenerator {
  /// Draws a tensor of a mixed memory or of the dense layer after the outputs: Xavier-uniform input weights,
  /// orthonormal columns of recurrent weights, biases of a memory from U(-0.1, 0.1), all others 0; as the `ncps`
  /// package.
  mutating func initialise(_ parameters: inout [Float], _ entry: ParameterLayout.Entry) {
    switch entry.name {
    case MemoryTensor.recurrentWeight:
      let values = orthogonal(rows: entry.shape[0], columns: entry.shape[1])
      for (place, index) in entry.range.enumerated() { parameters[index] = values[place] }
    case MemoryTensor.inputBias:
      for index in entry.range { parameters[index] = Float(uniform(-0.1, 0.1)) }
    default:
      guard entry.shape.count == 2 else { return }
      let bound = (6 / Double(entry.shape[0] + entry.shape[1])).squareRoot()
      for index in entry.range { parameters[index] = Float(uniform(-bound, bound)) }
    }
  }

  /// A random matrix with orthonormal columns, `[rows, columns]`, of at least as many rows, made of normal numbers.
  mutating func orthogonal(rows: Int, columns: Int) -> [Float] {
    precondition(rows >= columns, "\(rows) rows for \(columns) orthonormal columns")
    var basis = (0..<rows * columns).map { _ in normal() }
    basis.withUnsafeMutableBufferPointer { all in
      guard let base = all.baseAddress else { return }
      for column in 0..<columns {
        liquid_orthonormalise(Int32(column), Int32(rows), base, base + column * rows)
      }
    }
    return (0..<rows * columns).map { Float(basis[$0 % columns * rows + $0 / columns]) }
  }
}
