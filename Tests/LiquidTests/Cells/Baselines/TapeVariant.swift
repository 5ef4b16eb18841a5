import Liquid
import TestSupport
import Testing

/// The networks that are held against a step on a tape: the gated baselines, and what can be put around an LTC or a CfC.
enum TapeVariant: Sendable, CustomTestStringConvertible {
  case lstm, gru, ctgru
  case ltc(LTC.Options, density: Double)
  case cfc(CfC.Options, density: Double)

  static let baselines: [TapeVariant] = [.lstm, .gru, .ctgru]

  static let all: [TapeVariant] =
    baselines + [
      .ltc(.init(unfolds: 2, projection: 3), density: 0.6),
      .ltc(.init(unfolds: 3, inputMap: .linear, mixedMemory: true), density: 0.6),
      .ltc(
        .init(unfolds: 2, constraints: .explicit, outputMap: .none, projection: 4, mixedMemory: true),
        density: 1),
    ]
    + CfC.Mode.allCases.flatMap { mode -> [TapeVariant] in
      [
        .cfc(.init(mode: mode, backboneUnits: 6, projection: 4), density: 1),
        .cfc(.init(mode: mode, backboneUnits: 7, inputMap: .none, mixedMemory: true), density: 1),
        .cfc(.init(mode: mode, outputMap: .linear, projection: 3, mixedMemory: true), density: 0.6),
      ]
    }

  var density: Double {
    switch self {
    case .lstm, .gru, .ctgru: 1
    case .ltc(_, let density), .cfc(_, let density): density
    }
  }

  func cell(_ wiring: Wiring) -> any Cell {
    switch self {
    case .lstm: LSTM(wiring: wiring)
    case .gru: GRU(wiring: wiring)
    case .ctgru: CTGRU(wiring: wiring)
    case .ltc(let options, _): LTC(wiring: wiring, options: options)
    case .cfc(let options, _): CfC(wiring: wiring, options: options)
    }
  }

  func reference(_ wiring: Wiring, parameters: [Double]) -> TapeNetwork {
    switch self {
    case .lstm: .lstm(LSTM(wiring: wiring), parameters: parameters)
    case .gru: .gru(GRU(wiring: wiring), parameters: parameters)
    case .ctgru: .ctgru(CTGRU(wiring: wiring), parameters: parameters)
    case .ltc(let options, _): .ltc(LTC(wiring: wiring, options: options), parameters: parameters)
    case .cfc(let options, _): .cfc(CfC(wiring: wiring, options: options), parameters: parameters)
    }
  }

  var testDescription: String {
    switch self {
    case .lstm: "lstm"
    case .gru: "gru"
    case .ctgru: "ctgru"
    case .ltc(let options, _):
      "ltc, \(options.constraints)\(Self.around(options.projection, options.mixedMemory))"
    case .cfc(let options, let density):
      "cfc \(options.mode), density \(density)\(Self.around(options.projection, options.mixedMemory))"
    }
  }

  private static func around(_ projection: Int?, _ mixedMemory: Bool) -> String {
    (projection.map { ", projection to \($0)" } ?? "") + (mixedMemory ? ", mixed memory" : "")
  }
}

extension SeededGenerator {
  /// A small network of a variant with random parameters.
  mutating func model(_ variant: TapeVariant, neurons: Int = 7, outputs: Int = 2) throws -> Model {
    let wiring = try layeredWiring(inputs: 3, neurons: neurons, outputs: outputs, density: variant.density)
    let cell = variant.cell(wiring)
    return Model(cell: cell, parameters: parameters(for: cell))
  }

  /// A batch for the outputs that a network has, which with a projection are others than its wiring's.
  mutating func batch(for cell: any Cell, loss: Loss, count: Int, steps: Int) throws -> SequenceBatch {
    let wiring = try Wiring.fullyConnected(
      inputs: cell.wiring.inputs, neurons: cell.outputWidth, outputs: cell.outputWidth, seed: 0)
    return batch(for: wiring, loss: loss, count: count, steps: steps)
  }
}
