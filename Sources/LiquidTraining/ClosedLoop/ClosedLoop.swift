import Liquid
import LiquidData
import Telemetry

/// A world in which a network's outputs act on its next inputs, as in no recorded sequence: small errors add up there.
public protocol ClosedLoop: Sendable {
  /// What acts: gives the targets in their own units for inputs in theirs. Outputs may be any number, also none.
  typealias Answer = (_ inputs: [Double]) -> [Double]

  /// Steps that a drive takes at the most.
  var steps: Int { get }
  /// The time between two steps in the time column's own unit; nil: every step lasts 1.
  var interval: Double? { get }

  /// Lets one or two act, each in the same world from the same start.
  ///
  /// - Parameter index: which world: the same one for the same index.
  func drive(_ index: Int, nominal: Answer, perturbed: Answer?) -> Drive
}

extension ClosedLoop {
  /// What a model does, and what it does with the disturbances in force.
  package func drive(
    _ index: Int, model: Model, schema: DataSchema, disturbances: Disturbances, seed: UInt64
  ) -> Drive {
    func pilot(_ disturbances: Disturbances) -> NetworkPilot {
      NetworkPilot(model: model, schema: schema, loop: self, disturbances: disturbances, seed: seed)
    }
    let nominal = pilot(Disturbances())
    guard !disturbances.isEmpty else { return drive(index, nominal: nominal.answer, perturbed: nil) }
    return drive(index, nominal: nominal.answer, perturbed: pilot(disturbances).answer)
  }
}
