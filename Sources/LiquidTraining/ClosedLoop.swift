import Liquid
import LiquidData
import Telemetry

/// A simulated world in which a network's outputs change its next inputs. Small errors add up there, as they never do on
/// a recorded sequence.
public protocol ClosedLoop: Sendable {
  /// Gives the targets for some inputs, both in their own units. The outputs may be NaN or infinite.
  typealias Answer = (_ inputs: [Double]) -> [Double]

  /// The most steps that a drive takes.
  var steps: Int { get }
  /// The time between two steps in the time column's own unit; nil: every step lasts 1.
  var interval: Double? { get }

  /// Lets one or two networks act, each in the same world from the same start.
  ///
  /// - Parameter index: chooses the world; the same index gives the same one.
  func drive(_ index: Int, nominal: Answer, perturbed: Answer?) -> Drive
}

extension ClosedLoop {
  /// Drives with a model, and once more with the active disturbances where there are any.
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

/// Runs a network step by step on inputs in the data's units and keeps its state; answers are in the targets' units.
///
/// Not thread-safe.
public final class NetworkPilot {
  private let schema: DataSchema
  private let elapsed: Float
  private let stream: NetworkStream
  private var perturbations: [(channel: Int, run: PerturbationRun)]

  /// - Parameter schema: that of the model's data; every input is one channel.
  public convenience init(model: Model, schema: DataSchema, loop: some ClosedLoop) {
    self.init(model: model, schema: schema, loop: loop, disturbances: Disturbances(), seed: 0)
  }

  package init(
    model: Model, schema: DataSchema, loop: some ClosedLoop, disturbances: Disturbances, seed: UInt64
  ) {
    self.schema = schema
    stream = NetworkStream(
      model: model, uncheckedInterventions: disturbances.interventions.map(NetworkIntervention.init))
    perturbations = disturbances.perturbations.map { perturbation in
      (perturbation.channel, PerturbationRun(perturbation, steps: loop.steps, seed: seed))
    }
    let step = loop.interval.flatMap { interval in schema.time.map { interval / $0.medianStep } } ?? 1
    elapsed = step.isFinite && step >= 0 ? Float(step) : 1
  }

  /// Makes one step.
  ///
  /// - Parameter inputs: one value per input of the schema.
  public func answer(_ inputs: [Double]) -> [Double] {
    var values = zip(schema.inputs, inputs).map { $0.normalization.normalize($1) }
    for index in perturbations.indices {
      let channel = perturbations[index].channel
      values[channel] = perturbations[index].run.next(values[channel])
    }
    stream.step(unchecked: values, elapsed: elapsed)
    return schema.answers(stream.outputs).map(Double.init)
  }
}
