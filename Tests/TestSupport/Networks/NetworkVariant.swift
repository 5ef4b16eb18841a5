import Liquid

/// A kind of network with its options: what all tests that are about several kinds go through.
///
/// A cell that is not in `all` fails `CellRegistryTests`.
package struct NetworkVariant: Sendable, CustomStringConvertible {
  /// How large a network is made: small for references and finite differences, wide for kernels whose rows it
  /// should fill more than once.
  package enum Size: Sendable {
    case small, wide

    var backboneUnits: Int { self == .small ? 7 : 37 }
    /// As many as keep explicit methods stable.
    var explicitUnfolds: Int { self == .small ? 12 : 40 }
  }

  package let name: String
  package let cell: any NetworkCell.Type
  /// Whether the cell has neither a mixed memory nor, where it is a choice, a dense layer after its outputs.
  package let isBare: Bool
  /// The share of synapses that exist.
  package let density: Double
  private let make: @Sendable (Wiring, Size) throws -> any NetworkCell
  private let makeReference: (@Sendable (any NetworkCell, [Double]) -> (any ReferenceNetwork)?)?

  package static let all: [NetworkVariant] = ltc + cfc + lrc + baselines + stacks

  private static let ltc: [NetworkVariant] =
    [
      ltc("LTC", density: 1) { _ in .init() },
      ltc("LTC, sparse", density: 0.3) { _ in .init() },
      ltc("LTC, hardly wired", density: 0.03) { _ in .init() },
      ltc("LTC, one sub-step, explicit constraints, no maps", density: 0.5) { _ in
        .init(unfolds: 1, constraints: .explicit, inputMap: .none, outputMap: .none)
      },
      ltc("LTC, two sub-steps, explicit constraints, linear output map", density: 0.6) { _ in
        .init(unfolds: 2, constraints: .explicit, outputMap: .linear)
      },
      ltc("LTC, 7 sub-steps, linear maps, projection", density: 0.8) { _ in
        .init(unfolds: 7, inputMap: .linear, outputMap: .linear, projection: 21)
      },
      ltc("LTC, mixed memory", density: 0.5) { _ in .init(unfolds: 3, inputMap: .linear, mixedMemory: true) },
      ltc("LTC, mixed memory, explicit constraints, projection", density: 1) { _ in
        .init(unfolds: 2, constraints: .explicit, outputMap: .none, projection: 5, mixedMemory: true)
      },
      ltc("LTC, Euler", density: 0.4) { .init(unfolds: $0.explicitUnfolds, solver: .euler) },
      ltc("LTC, RK4, linear input map", density: 0.4) {
        .init(unfolds: $0.explicitUnfolds, inputMap: .linear, solver: .rk4)
      },
      ltc("LTC, RK4, explicit constraints, no maps", density: 0.4) {
        .init(
          unfolds: $0.explicitUnfolds, constraints: .explicit, inputMap: .none, outputMap: .none, solver: .rk4
        )
      },
    ]

  private static let cfc: [NetworkVariant] =
    CfC.Mode.allCases.flatMap { mode in
      [
        cfc("CfC \(mode), sparse, linear output map", density: 0.5) { _ in
          .init(mode: mode, outputMap: .linear)
        },
        cfc("CfC \(mode), sparse, no maps", density: 0.9) { _ in
          .init(mode: mode, inputMap: .none, outputMap: .none)
        },
        cfc("CfC \(mode), sparse, projection", density: 0.4) { _ in .init(mode: mode, projection: 4) },
        cfc("CfC \(mode), sparse as in ncps", density: 0.4) { _ in .init(mode: mode, heads: .ncps) },
        cfc("CfC \(mode), sparse, mixed memory", density: 0.8) { _ in
          .init(mode: mode, inputMap: .linear, outputMap: .none, mixedMemory: true)
        },
        cfc("CfC \(mode), no layers", density: 1) { _ in
          .init(mode: mode, backboneLayers: 0, inputMap: .none)
        },
        cfc("CfC \(mode), one layer, mixed memory", density: 1) {
          .init(mode: mode, backboneUnits: $0.backboneUnits, inputMap: .none, mixedMemory: true)
        },
        cfc("CfC \(mode), two layers", density: 1) {
          .init(mode: mode, backboneLayers: 2, backboneUnits: $0.backboneUnits)
        },
        cfc("CfC \(mode), two layers, mixed memory, projection", density: 1) {
          .init(
            mode: mode, backboneLayers: 2, backboneUnits: $0.backboneUnits, outputMap: .linear, projection: 3,
            mixedMemory: true)
        },
      ]
    }
    + CfC.Activation.allCases.map { activation in
      cfc("CfC, \(activation)", density: 1) {
        .init(backboneUnits: $0 == .small ? 8 : 150, activation: activation)
      }
    }

  private static let lrc: [NetworkVariant] =
    [
      lrc("LRC", density: 1, .init()),
      lrc("LRC, sparse, symmetric", density: 0.3, .init(elastance: .symmetric, inputMap: .linear)),
      lrc(
        "LRC, three semi-implicit sub-steps, projection", density: 0.5,
        .init(unfolds: 3, solver: .fused, outputMap: .linear, projection: 4)),
      lrc(
        "LRC, symmetric, two semi-implicit sub-steps, no maps", density: 0.7,
        .init(unfolds: 2, solver: .fused, elastance: .symmetric, inputMap: .none, outputMap: .none)),
      lrc("LRC, RK4", density: 0.4, .init(unfolds: 2, solver: .rk4)),
      lrc("LRC, mixed memory, two sub-steps", density: 0.6, .init(unfolds: 2, mixedMemory: true)),
    ]
    + [
      LRCSSM.Options(), .init(unfolds: 2, solver: .fused, elastance: .symmetric),
      .init(solver: .rk4, elastance: .symmetric),
    ].map { options in
      NetworkVariant(
        "LrcSSM, \(options.elastance), \(options.unfolds) sub-steps, \(options.solver)", LRCSSM.self
      ) { wiring, _ in
        try LRCSSM(wiring: wiring, options: options)
      } reference: {
        TapeNetwork.lrc($0, parameters: $1)
      }
    }

  private static let baselines: [NetworkVariant] =
    [
      NetworkVariant("LSTM", LSTM.self) { wiring, _ in
        try LSTM(wiring: wiring)
      } reference: {
        TapeNetwork.lstm($0, parameters: $1)
      },
      NetworkVariant("GRU", GRU.self) { wiring, _ in
        try GRU(wiring: wiring)
      } reference: {
        TapeNetwork.gru($0, parameters: $1)
      },
      NetworkVariant("CT-GRU", CTGRU.self) { wiring, _ in
        try CTGRU(wiring: wiring)
      } reference: {
        TapeNetwork.ctgru($0, parameters: $1)
      },
      grud("GRU-D", masked: [.init(value: 0, mask: 2)]),
      grud("GRU-D, no masks", masked: []),
    ]
    + CTRNN.traits.solvers.map { solver in
      NetworkVariant("CT-RNN, \(solver)", CTRNN.self) { wiring, _ in
        try CTRNN(wiring: wiring, options: .init(unfolds: 3, solver: solver))
      } reference: {
        ReferenceODE(cell: $0, parameters: $1)
      }
    }
    + NeuralODE.traits.solvers.map { solver in
      NetworkVariant("neural ODE, \(solver)", NeuralODE.self) { wiring, _ in
        try NeuralODE(wiring: wiring, options: .init(unfolds: 2, solver: solver))
      } reference: {
        ReferenceODE(cell: $0, parameters: $1)
      }
    }

  private static func grud(_ name: String, masked: [GRUD.MaskedChannel]) -> NetworkVariant {
    NetworkVariant(name, GRUD.self) { wiring, _ in
      try GRUD(
        wiring: wiring, options: .init(masked: masked.filter { max($0.value, $0.mask) < wiring.inputs }))
    } reference: {
      TapeNetwork.grud($0, parameters: $1)
    }
  }

  private static func ltc(
    _ name: String, density: Double, options: @escaping @Sendable (Size) -> LTC.Options
  ) -> NetworkVariant {
    let small = options(.small)
    let isBare = small.projection == nil && !small.mixedMemory
    return NetworkVariant(name, LTC.self, density: density, isBare: isBare) { wiring, size in
      try LTC(wiring: wiring, options: options(size))
    } reference: { cell, parameters in
      if cell.options.solver != .fused { return ReferenceODE(cell: cell, parameters: parameters) }
      return isBare
        ? ReferenceLTC(cell: cell, parameters: parameters) : TapeNetwork.ltc(cell, parameters: parameters)
    }
  }

  private static func lrc(_ name: String, density: Double, _ options: LRC.Options) -> NetworkVariant {
    let isBare = options.projection == nil && !options.mixedMemory
    return NetworkVariant(name, LRC.self, density: density, isBare: isBare) { wiring, _ in
      try LRC(wiring: wiring, options: options)
    } reference: {
      TapeNetwork.lrc($0, parameters: $1)
    }
  }

  private static func cfc(
    _ name: String, density: Double, options: @escaping @Sendable (Size) -> CfC.Options
  ) -> NetworkVariant {
    let small = options(.small)
    let isBare = small.projection == nil && !small.mixedMemory
    return NetworkVariant(name, CfC.self, density: density, isBare: isBare) { wiring, size in
      try CfC(wiring: wiring, options: options(size))
    } reference: { cell, parameters in
      // The agreement with ncps is tested against files that it made.
      if cell.options.heads == .ncps { return nil }
      return isBare
        ? ReferenceCfC(cell: cell, parameters: parameters) : TapeNetwork.cfc(cell, parameters: parameters)
    }
  }

  /// - Parameters:
  ///   - make: builds the cell on a wiring.
  ///   - reference: the same network as its equations read; nil where there is none.
  init<C: NetworkCell>(
    _ name: String, _ cell: C.Type, density: Double = 1, isBare: Bool = true,
    make: @escaping @Sendable (Wiring, Size) throws -> C,
    reference: (@Sendable (C, [Double]) -> (any ReferenceNetwork)?)? = nil
  ) {
    self.name = name
    self.cell = cell
    self.density = density
    self.isBare = isBare
    self.make = { wiring, size -> any NetworkCell in try make(wiring, size) }
    guard let reference else {
      makeReference = nil
      return
    }
    makeReference = { cell, parameters -> (any ReferenceNetwork)? in
      guard let cell = cell as? C else { return nil }
      return reference(cell, parameters)
    }
  }

  package var description: String { name }

  /// A network of this kind with random parameters.
  ///
  /// - Parameter outputs: of the wiring; a projection may have others.
  package func model(
    _ generator: inout SeededGenerator, inputs: Int = 3, neurons: Int = 7, outputs: Int = 2,
    size: Size = .small
  ) throws -> Model {
    let wiring =
      cell.traits.wiring == .diagonal
      ? try Wiring.diagonal(inputs: inputs, units: neurons, outputs: outputs, seed: generator.next())
      : try generator.layeredWiring(inputs: inputs, neurons: neurons, outputs: outputs, density: density)
    let cell = try make(wiring, size)
    // Away from special values; never so that what must not be negative becomes so.
    let staysPositive = size == .small || cell is LTC || cell is LRC || cell is LRCSSM
    let (lower, upper) = staysPositive ? (0, 0.3) : (-0.1, 0.1)
    let parameters = cell.initialParameters(seed: generator.next())
      .map { $0 + Float(generator.uniform(lower, upper)) }
    return try Model(cell: cell, parameters: parameters)
  }

  /// A cell of this kind, small, on a wiring that suits it.
  package func cell(on wiring: Wiring) throws -> any NetworkCell { try make(wiring, .small) }

  /// The same network as its equations read, in Double; nil where there is none.
  package func reference(_ cell: any NetworkCell, _ parameters: [Double]) -> (any ReferenceNetwork)? {
    makeReference?(cell, parameters)
  }
}

extension [NetworkVariant] {
  /// Those of a kind of cell with nothing around it.
  package func bare(_ cells: any NetworkCell.Type...) -> [NetworkVariant] {
    filter { variant in variant.isBare && cells.contains { $0 == variant.cell } }
  }

  /// Those whose states follow a differential equation alone.
  package var solved: [NetworkVariant] { filter { $0.isBare && !$0.cell.traits.solvers.isEmpty } }
}

extension SeededGenerator {
  /// A batch for the outputs that a network has, which with a projection are others than its wiring's.
  package mutating func batch(for cell: any NetworkCell, loss: Loss, count: Int, steps: Int) throws
    -> SequenceBatch
  {
    let wiring = try Wiring.fullyConnected(
      inputs: cell.wiring.inputs, units: cell.outputWidth, outputs: cell.outputWidth, seed: 0)
    return batch(for: wiring, loss: loss, count: count, steps: steps)
  }
}
