/// Tells which claims of other machines are of processes that are gone: their beats stood still for long, by the clock of
/// this machine alone.
package struct ClaimWatch: Sendable {
  private struct Sight: Sendable {
    var token: UInt64
    var beat: String?
    var since: Double
  }

  private var sights: [String: Sight] = [:]
  /// Seconds.
  private let patience: Double

  /// Seconds between two beats of a process.
  package static let interval = 10.0
  /// Seconds after which one that stood still is of a process that is gone.
  package static let patience = 9 * interval

  package init(patience: Double = ClaimWatch.patience) {
    self.patience = patience
  }

  /// Looks at a claim.
  ///
  /// - Parameters:
  ///   - beat: what its process last counted to.
  ///   - now: in seconds of a clock that never goes back.
  /// - Returns: whether it stood still for longer than a living process lets it.
  package mutating func isGone(_ key: String, _ claim: SweepClaim, beat: String?, now: Double) -> Bool {
    guard let sight = sights[key], sight.token == claim.token, sight.beat == beat else {
      sights[key] = Sight(token: claim.token, beat: beat, since: now)
      return false
    }
    return now - sight.since >= patience
  }
}
