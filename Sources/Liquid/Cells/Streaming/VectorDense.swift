import CLiquidKernels

/// A dense layer for a single sequence, with 16 outputs in the lanes of a row.
///
/// Its outputs may be several groups of equal width, each padded to whole rows: the heads of a CfC, the gates of a
/// memory. Its inputs are those of `DenseLayer`.
final class VectorDense {
  private let width: Int
  private let groups: Int
  private let inputs: Int
  private let parts: [DenseLayer.Part]
  private let biasStart: Int?
  /// `[inputs, rows]`
  private let weights = LaneBuffer()
  /// `[rows]`
  private let bias = LaneBuffer()

  /// Rows of one group.
  let groupRows: Int

  private var rows: Int { groups * groupRows }
  /// Floats that `forward` writes.
  var paddedCount: Int { rows * LaneShard.lanes }

  /// - Parameters:
  ///   - width: outputs of a group.
  ///   - biasStart: the first of the biases in the flat parameter vector; nil: there are none.
  init(groups: Int = 1, width: Int, parts: [DenseLayer.Part], biasStart: Int?) {
    self.groups = groups
    self.width = width
    self.parts = parts
    self.biasStart = biasStart
    inputs = parts.reduce(0) { $0 + $1.inputs }
    groupRows = LaneShard.count(sequences: width)
    weights.reserve(inputs * paddedCount)
    bias.reserve(paddedCount)
  }

  func load(_ parameters: [Float]) {
    for output in 0..<groups * width {
      let place = output / width * groupRows * LaneShard.lanes + output % width
      if let biasStart { bias.base[place] = parameters[biasStart + output] }
      var column = 0
      for part in parts {
        for input in 0..<part.inputs {
          weights.base[column * paddedCount + place] =
            parameters[part.weightStart + output * part.inputs + input]
          column += 1
        }
      }
    }
  }

  /// out = weights x + bias.
  ///
  /// - Parameters:
  ///   - x: `[inputs]`.
  ///   - out: `[groups, width padded to rows]`.
  func forward(_ x: UnsafePointer<Float>, to out: UnsafeMutablePointer<Float>) {
    liquid_stream_dense(Int32(rows), Int32(inputs), weights.base, bias.base, x, out)
  }
}
