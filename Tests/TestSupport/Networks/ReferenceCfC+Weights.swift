import Foundation
import Liquid

extension ReferenceCfC {
  /// The parameters on a tape, by name, and what single layers make of them.
  struct Weights {
    let cell: CfC
    let values: [Scalar]

    subscript(name: String, place: Int) -> Scalar {
      values[cell.layout[name].lowerBound + place]
    }

    func map(_ x: [Scalar], name: String, map: ChannelMap) -> [Scalar] {
      x.enumerated().map { place, x in
        switch map {
        case .affine: x * self[name + "_w", place] + self[name + "_b", place]
        case .linear: x * self[name + "_w", place]
        case .none: x
        }
      }
    }

    /// One output of a dense layer.
    func dense(_ name: String, row: Int, _ x: [Scalar]) -> Scalar {
      let weights = x.indices.map { self[name + "_w", row * x.count + $0] }
      return Scalar.dot(weights, x, plus: self[name + "_b", row])
    }

    func backbone(_ x: [Scalar]) -> [Scalar] {
      (0..<cell.options.backboneLayers).reduce(x) { x, layer in
        (0..<cell.options.backboneUnits).map { activated(dense("backbone_\(layer)", row: $0, x)) }
      }
    }

    /// A head that sees the synapses of its neuron: those from layers that have stepped carry new states.
    func wired(_ name: String, neuron: Int, mapped: [Scalar], before: [Scalar], after: [Scalar]) -> Scalar {
      let (wiring, synapses) = (cell.wiring, cell.synapses(ofHead: name))
      let rank: [Wiring.Layer: Int] = [.inter: 0, .command: 1, .motor: 2]
      func turn(_ neuron: Int) -> Int { rank[wiring.layers[neuron]] ?? 0 }
      var (weights, seen): ([Scalar], [Scalar]) = ([], [])
      for (index, synapse) in synapses.recurrent.enumerated() where synapse.target == neuron {
        weights.append(self[name + "_w", index])
        seen.append(turn(synapse.source) < turn(neuron) ? after[synapse.source] : before[synapse.source])
      }
      for (index, synapse) in synapses.sensory.enumerated() where synapse.target == neuron {
        weights.append(self[name + "_sensory_w", index])
        seen.append(mapped[synapse.source])
      }
      return Scalar.dot(weights, seen, plus: self[name + "_b", neuron])
    }

    private func activated(_ z: Scalar) -> Scalar {
      switch cell.options.activation {
      case .lecunTanh: (z * 0.666).tanh * 1.7159
      case .silu: z * z.logistic
      case .relu: z.map({ max($0, 0) }, slope: { $0 > 0 ? 1 : 0 })
      case .tanh: z.tanh
      case .gelu:
        z * z.map({ erfc(-$0 / 2.0.squareRoot()) / 2 }, slope: { exp(-$0 * $0 / 2) / (2 * .pi).squareRoot() })
      }
    }
  }
}
