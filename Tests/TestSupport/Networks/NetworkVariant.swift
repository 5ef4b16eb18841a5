import Liquid

/// A kind of network with its options: what the tests that are about all kinds go through.
public struct NetworkVariant: Sendable, CustomStringConvertible {
  let name: String
  let density: Double
  private let make: @Sendable (Wiring) -> any Cell

  public static let all: [NetworkVariant] = ltc + cfc

  private static let ltc: [NetworkVariant] = [
    NetworkVariant("LTC", density: 1) { LTC(wiring: $0) },
    NetworkVariant("LTC, sparse", density: 0.3) { LTC(wiring: $0) },
    NetworkVariant("LTC, hardly wired", density: 0.03) { LTC(wiring: $0) },
    NetworkVariant("LTC, one sub-step, explicit, no maps", density: 0.5) {
      LTC(
        wiring: $0, options: .init(unfolds: 1, constraints: .explicit, inputMap: .none, outputMap: .none))
    },
    NetworkVariant("LTC, 7 sub-steps, linear maps, projection", density: 0.8) {
      LTC(wiring: $0, options: .init(unfolds: 7, inputMap: .linear, outputMap: .linear, projection: 21))
    },
    NetworkVariant("LTC, mixed memory", density: 0.5) { LTC(wiring: $0, options: .init(mixedMemory: true)) },
    NetworkVariant("LTC, mixed memory, projection", density: 1) {
      LTC(wiring: $0, options: .init(projection: 5, mixedMemory: true))
    },
  ]

  private static let cfc: [NetworkVariant] =
    CfC.Mode.allCases.flatMap { mode in
      [
        NetworkVariant("CfC \(mode), sparse", density: 0.4) {
          CfC(wiring: $0, options: .init(mode: mode, projection: 4))
        },
        NetworkVariant("CfC \(mode), sparse as in ncps", density: 0.4) {
          CfC(wiring: $0, options: .init(mode: mode, heads: .ncps))
        },
        NetworkVariant("CfC \(mode), wired, mixed memory", density: 0.8) {
          CfC(wiring: $0, options: .init(mode: mode, inputMap: .linear, outputMap: .none, mixedMemory: true))
        },
        NetworkVariant("CfC \(mode), no layers", density: 1) {
          CfC(wiring: $0, options: .init(mode: mode, backboneLayers: 0, inputMap: .none))
        },
        NetworkVariant("CfC \(mode), two layers, mixed memory, projection", density: 1) {
          CfC(
            wiring: $0,
            options: .init(
              mode: mode, backboneLayers: 2, backboneUnits: 37, outputMap: .linear, projection: 3,
              mixedMemory: true))
        },
      ]
    }
    + CfC.Activation.allCases.map { activation in
      NetworkVariant("CfC, \(activation)", density: 1) {
        CfC(wiring: $0, options: .init(backboneUnits: 150, activation: activation))
      }
    }

  init(_ name: String, density: Double, make: @escaping @Sendable (Wiring) -> any Cell) {
    self.name = name
    self.density = density
    self.make = make
  }

  public var description: String { name }

  /// A network of this kind with random parameters.
  public func model(
    _ generator: inout SeededGenerator, inputs: Int, neurons: Int, outputs: Int = 3
  ) throws -> Model {
    let wiring = try generator.layeredWiring(
      inputs: inputs, neurons: neurons, outputs: outputs, density: density)
    let cell = make(wiring)
    // Away from special values, but not so far that a CfC saturates or an LTC's conductances become negative.
    let (lower, upper) = cell is LTC ? (0, 0.3) : (-0.1, 0.1)
    let parameters = cell.initialParameters(seed: generator.next())
      .map { $0 + Float(generator.uniform(lower, upper)) }
    return Model(cell: cell, parameters: parameters)
  }
}
