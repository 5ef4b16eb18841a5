import Liquid

extension NetworkVariant {
  /// Stacks that between them have every kind of layer below and above another, and everything that lies between layers.
  static let stacks: [NetworkVariant] = [
    stack("two CfC, normalised, residual", options: .init(normalizesLayers: true, isResidual: true)) { size, plan in
      // Of one width, so that there is a residual.
      let (upper, lower) = plan.split(least: 1)
      let first = try CfC(
        wiring: plan.full(plan.inputs, lower, outputs: upper),
        options: .init(backboneUnits: size.backboneUnits, inputMap: .none))
      return [first, try plan.last(inputs: upper, units: upper, size)]
    },
    stack("sparse LTC below LTC, motor neurons") { _, plan in
      let (upper, lower) = plan.split(least: plan.outputs)
      let read = max(1, lower - 1)
      return [
        try LTC(wiring: plan.sparse(plan.inputs, lower, outputs: read)),
        try LTC(wiring: plan.full(read, upper, outputs: plan.outputs)),
      ]
    },
    stack("LSTM below GRU, mean", options: .init(normalizesLayers: true, pooling: .mean)) { _, plan in
      let (upper, lower) = plan.split(least: plan.outputs)
      return [
        try LSTM(wiring: plan.full(plan.inputs, lower, outputs: lower)),
        try GRU(wiring: plan.full(lower, upper, outputs: plan.outputs)),
      ]
    },
    stack("sparse CfC below CfC with mixed memory, max", options: .init(pooling: .max)) { _, plan in
      let (upper, lower) = plan.split(least: plan.outputs)
      return [
        try CfC(
          wiring: plan.sparse(plan.inputs, lower, outputs: lower), options: .init(inputMap: .linear)),
        try CfC(
          wiring: plan.full(lower, upper, outputs: plan.outputs),
          options: .init(mode: .pure, backboneLayers: 0, mixedMemory: true)),
      ]
    },
    stack("GRU below sparse CfC, attention", options: .init(isResidual: true, pooling: .attention)) { _, plan in
      let (upper, lower) = plan.split(least: plan.outputs)
      return [
        try GRU(wiring: plan.full(plan.inputs, lower, outputs: lower)),
        try CfC(
          wiring: plan.sparse(lower, upper, outputs: plan.outputs),
          options: .init(mode: .noGate, outputMap: .linear)),
      ]
    },
    stack("CfC with an embedding of a channel", embedded: { [($0 / 2, levels: 3, width: 2)] }) { size, plan in
      [try plan.last(inputs: plan.seen, units: plan.neurons, size)]
    },
    stack(
      "LTC with mixed memory above LTC with embeddings of two channels",
      embedded: { $0 > 1 ? [(0, levels: 2, width: 3), ($0 - 1, levels: 4, width: 1)] : [(0, levels: 3, width: 2)] }
    ) { _, plan in
      let (upper, lower) = plan.split(least: plan.outputs)
      return [
        try LTC(wiring: plan.sparse(plan.seen, lower, outputs: lower)),
        try LTC(
          wiring: plan.full(lower, upper, outputs: plan.outputs),
          options: .init(unfolds: 3, mixedMemory: true)),
      ]
    },
    stack("LSTM, CT-GRU and CfC, three layers", options: .init(normalizesLayers: true)) { size, plan in
      let third = max(1, plan.neurons / 3)
      return [
        try LSTM(wiring: plan.full(plan.inputs, third, outputs: third)),
        try CTGRU(wiring: plan.full(third, third, outputs: third)),
        try plan.last(inputs: third, units: plan.neurons - 2 * third, size),
      ]
    },
  ]

  /// - Parameters:
  ///   - embedded: the channels with a table, of a number of inputs.
  ///   - layers: with as many neurons as the plan says between them.
  private static func stack(
    _ name: String, options: Stack.Options = .init(),
    embedded: @escaping @Sendable (_ inputs: Int) -> [(channel: Int, levels: Int, width: Int)] = { _ in [] },
    layers: @escaping @Sendable (Size, Plan) throws -> [any Cell]
  ) -> NetworkVariant {
    NetworkVariant("stack, " + name, Stack.self, density: 0.6, isBare: false) { wiring, size in
      var options = options
      options.embeddings = embedded(wiring.inputs).map {
        EmbeddingTable(channel: $0.channel, levels: $0.levels, width: $0.width)
      }
      return try Stack(layers: layers(size, Plan(wiring, options.embeddings)), options: options)
    } reference: {
      TapeNetwork.stack($0, parameters: $1)
    }
  }

  /// What the layers are to be made for: the sizes of a wiring.
  private struct Plan {
    let inputs: Int
    let neurons: Int
    let outputs: Int
    /// Channels that the first layer sees.
    let seen: Int
    private let seed: UInt64

    init(_ wiring: Wiring, _ tables: [EmbeddingTable]) {
      (inputs, neurons, outputs) = (wiring.inputs, wiring.neurons, wiring.outputs)
      seen = wiring.inputs - tables.count + tables.reduce(0) { $0 + $1.width }
      seed = UInt64(wiring.synapseCount)
    }

    /// The sizes of two layers.
    func split(least: Int) -> (upper: Int, lower: Int) {
      let upper = max(least, neurons / 2)
      return (upper, neurons - upper)
    }

    func full(_ inputs: Int, _ units: Int, outputs: Int) throws -> Wiring {
      try .fullyConnected(inputs: inputs, units: units, outputs: outputs, seed: seed)
    }

    func sparse(_ inputs: Int, _ units: Int, outputs: Int) throws -> Wiring {
      var generator = SeededGenerator(seed: seed)
      return try generator.layeredWiring(inputs: inputs, neurons: units, outputs: outputs, density: 0.6)
    }

    /// A last layer with a dense layer for the outputs, which may be more than its neurons.
    func last(inputs: Int, units: Int, _ size: Size) throws -> CfC {
      try CfC(
        wiring: full(inputs, units, outputs: units),
        options: .init(backboneUnits: size.backboneUnits, projection: outputs))
    }
  }
}
