import Liquid
import TestSupport
import Testing

/// A kind of network with its options, all of which stream the same numbers as whole sequences.
struct StreamVariant: Sendable, CustomTestStringConvertible {
  let name: String
  let density: Double
  private let make: @Sendable (Wiring) -> any Cell

  static let all: [StreamVariant] = ltc + cfc

  private static let ltc: [StreamVariant] = [
    StreamVariant("LTC", density: 1) { LTC(wiring: $0) },
    StreamVariant("LTC, sparse", density: 0.3) { LTC(wiring: $0) },
    StreamVariant("LTC, hardly wired", density: 0.03) { LTC(wiring: $0) },
    StreamVariant("LTC, one sub-step, explicit, no maps", density: 0.5) {
      LTC(
        wiring: $0, options: .init(unfolds: 1, constraints: .explicit, inputMap: .none, outputMap: .none))
    },
    StreamVariant("LTC, 7 sub-steps, linear maps, projection", density: 0.8) {
      LTC(wiring: $0, options: .init(unfolds: 7, inputMap: .linear, outputMap: .linear, projection: 21))
    },
    StreamVariant("LTC, mixed memory", density: 0.5) { LTC(wiring: $0, options: .init(mixedMemory: true)) },
    StreamVariant("LTC, mixed memory, projection", density: 1) {
      LTC(wiring: $0, options: .init(projection: 5, mixedMemory: true))
    },
  ]

  private static let cfc: [StreamVariant] =
    CfC.Mode.allCases.flatMap { mode in
      [
        StreamVariant("CfC \(mode), sparse", density: 0.4) {
          CfC(wiring: $0, options: .init(mode: mode, projection: 4))
        },
        StreamVariant("CfC \(mode), wired, mixed memory", density: 0.8) {
          CfC(wiring: $0, options: .init(mode: mode, inputMap: .linear, outputMap: .none, mixedMemory: true))
        },
        StreamVariant("CfC \(mode), no layers", density: 1) {
          CfC(wiring: $0, options: .init(mode: mode, backboneLayers: 0, inputMap: .none))
        },
        StreamVariant("CfC \(mode), two layers, mixed memory, projection", density: 1) {
          CfC(
            wiring: $0,
            options: .init(
              mode: mode, backboneLayers: 2, backboneUnits: 37, outputMap: .linear, projection: 3,
              mixedMemory: true))
        },
      ]
    }
    + CfC.Activation.allCases.map { activation in
      StreamVariant("CfC, \(activation)", density: 1) {
        CfC(wiring: $0, options: .init(backboneUnits: 150, activation: activation))
      }
    }

  init(_ name: String, density: Double, make: @escaping @Sendable (Wiring) -> any Cell) {
    self.name = name
    self.density = density
    self.make = make
  }

  var testDescription: String { name }

  /// A network of this kind with random parameters.
  func model(
    _ generator: inout SeededGenerator, inputs: Int, neurons: Int, outputs: Int = 3
  ) throws -> Model {
    let wiring = try generator.layeredWiring(
      inputs: inputs, neurons: neurons, outputs: outputs, density: density)
    let cell = make(wiring)
    return Model(cell: cell, parameters: generator.parameters(for: cell))
  }
}
