import Liquid
import LiquidData
import Telemetry

/// A network that acts: numbers in the data's units in, numbers in the targets' units out, its state carried on.
///
/// Used by one thread at a time.
public final class NetworkPilot {
  private let schema: DataSchema
  private let elapsed: Float
  private let stream: NetworkStream
  private var perturbations: [(channel: Int, run: PerturbationRun)]

  /// - Parameter schema: what the model knows of its data; every input is one channel.
  public convenience init(model: Model, schema: DataSchema, loop: some ClosedLoop) {
    self.init(model: model, schema: schema, loop: loop, disturbances: Disturbances(), seed: 0)
  }

  package init(
    model: Model, schema: DataSchema, loop: some ClosedLoop, disturbances: Disturbances, seed: UInt64
  ) {
    self.schema = schema
    stream = NetworkStream(
      model: model, interventions: disturbances.interventions.map(NetworkIntervention.init))
    perturbations = disturbances.perturbations.map { perturbation in
      (perturbation.channel, PerturbationRun(perturbation, steps: loop.steps, seed: seed))
    }
    let step = loop.interval.flatMap { interval in schema.time.map { interval / $0.medianStep } } ?? 1
    elapsed = step.isFinite && step >= 0 ? Float(step) : 1
  }

  /// A step further.
  ///
  /// - Parameter inputs: one value an input of the schema.
  public func answer(_ inputs: [Double]) -> [Double] {
    var values = zip(schema.inputs, inputs).map { $0.normalization.normalize($1) }
    for index in perturbations.indices {
      let channel = perturbations[index].channel
      values[channel] = perturbations[index].run.next(values[channel])
    }
    stream.step(values, elapsed: elapsed)
    return schema.answers(stream.outputs).map(Double.init)
  }
}
