/// How ``OnlineMethod/replay`` learns: how often, and from which windows of steps.
///
///     let learner = try OnlineLearner(model: model, method: .replay, replay: OnlineReplayOptions(share: 0.25))
///
/// A gradient is that of the mean loss of the newest window, which ends with the newest known target, and of earlier ones
/// that are drawn from those that are kept.
public struct OnlineReplayOptions: Sendable, Hashable {
  /// The share of known targets that are followed by a gradient and an optimiser step, above 0 and at most 1: with 0.25
  /// it is every fourth. A gradient takes far longer than a step of the network; this sets what learning costs.
  public var share: Double
  /// Steps of a window, 1 to 1000.
  public var steps: Int
  /// First steps of a window whose targets do not count, fewer than `steps`. A window starts from the states of the time
  /// when it was seen; within these steps the present parameters settle.
  public var burnIn: Int
  /// Windows of a gradient, the newest among them, 1 to 16. Sixteen take no longer than one.
  public var windows: Int
  /// Earlier windows that are kept, 0 to 100 000. Once there are so many, each new one takes the place of any of them:
  /// a window stays for `capacity` others on average.
  public var capacity: Int

  /// The options that are left out are the usual ones.
  public init(
    share: Double = 0.25, steps: Int = 16, burnIn: Int = 2, windows: Int = 16, capacity: Int = 256
  ) {
    self.share = share
    self.steps = steps
    self.burnIn = burnIn
    self.windows = windows
    self.capacity = capacity
  }

  /// Throws where an option lies outside of what is allowed.
  func validate() throws(NetworkError) {
    guard share > 0, share <= 1 else {
      throw .option(name: "the replay's share", value: "\(share)", allowed: "above 0 and at most 1")
    }
    let limits = [
      ("steps", steps, 1...1000), ("burn-in", burnIn, 0...max(0, steps - 1)),
      ("windows", windows, 1...LaneShard.lanes), ("capacity", capacity, 0...100_000),
    ]
    for (name, value, allowed) in limits where !allowed.contains(value) {
      throw .option(
        name: "the replay's \(name)", value: "\(value)",
        allowed: "between \(allowed.lowerBound) and \(allowed.upperBound)")
    }
  }
}
