import Liquid
import Testing

/// The variants of a CfC that are all held against the reference.
struct CfCVariant: Sendable, CustomTestStringConvertible {
  let options: CfC.Options
  let loss: Loss
  /// 1 for a network with a backbone, less for a wired one.
  let density: Double

  /// All modes wired and with 0 to 2 layers, and all activations.
  static let all: [CfCVariant] =
    CfC.Mode.allCases.flatMap { mode in
      [
        CfCVariant(.init(mode: mode, outputMap: .linear), .crossEntropy, density: 0.5),
        CfCVariant(.init(mode: mode, inputMap: .none, outputMap: .none), .meanSquaredError, density: 0.9),
        CfCVariant(.init(mode: mode, backboneLayers: 0, inputMap: .linear), .meanSquaredError, density: 1),
        CfCVariant(.init(mode: mode, backboneLayers: 1, backboneUnits: 9), .crossEntropy, density: 1),
        CfCVariant(.init(mode: mode, backboneLayers: 2, backboneUnits: 7), .meanSquaredError, density: 1),
      ]
    }
    + CfC.Activation.allCases.map { activation in
      CfCVariant(
        .init(backboneLayers: 2, backboneUnits: 8, activation: activation), .meanSquaredError, density: 1)
    }

  init(_ options: CfC.Options, _ loss: Loss, density: Double) {
    self.options = options
    self.loss = loss
    self.density = density
  }

  var testDescription: String {
    "\(options.mode), density \(density), \(options.backboneLayers) layers, \(options.activation),"
      + " \(options.inputMap) -> \(options.outputMap), \(loss)"
  }
}
