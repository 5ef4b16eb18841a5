/// Runs an LTC on shards.
final class LTCRunner: ShardRunner {
  init(cell: LTC, maxSteps: Int) {}
  func load(parameters: [Float]) {}
  func forward(_ shard: LaneShard, outputs: LaneBuffer, recording: Bool) {}
  func backward(_ shard: LaneShard, outputGradient: LaneBuffer, gradient: inout [Float]) {}
}
extension LTC {
  public func traces(
    parameters: [Float], batch: SequenceBatch, interventions: [NetworkIntervention]
  ) -> [NetworkTrace] { [] }
}
