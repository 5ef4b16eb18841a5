/// Runs a cell on one shard (16 sequences side by side) at a time, forward and backward.
///
/// It owns its workspaces, which grow to the longest sequences seen: after the first step of a size nothing is
/// allocated. A runner is used by one thread at a time.
public protocol ShardRunner: AnyObject {
  /// Takes over the parameters that later calls use, `[layout.count]`.
  func load(parameters: [Float])

  /// Runs the network from a zero state.
  ///
  /// - Parameters:
  ///   - outputs: receives the raw network outputs, `[steps, outputs, 16]`.
  ///   - recording: keeps what `backward` needs.
  func forward(_ shard: LaneShard, outputs: LaneBuffer, recording: Bool)

  /// Adds the gradient of the loss to `gradient`, `[layout.count]`. The last call of `forward` was for the same
  /// shard and recorded.
  ///
  /// - Parameter outputGradient: the loss's gradient with respect to the outputs, `[steps, outputs, 16]`.
  func backward(_ shard: LaneShard, outputGradient: LaneBuffer, gradient: inout [Float])
}
