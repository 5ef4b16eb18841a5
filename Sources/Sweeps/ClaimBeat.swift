import Dispatch
import Synchronization

/// Shows machines that cannot see the process of a claim that it is there: counts up a number beside the claim until it is
/// ended. It waits for nothing else that the process does.
package final class ClaimBeat: Sendable {
  private let claim: SweepClaim
  private let key: String
  private let folder: SweepFolder
  private let onLoss: @Sendable () -> Void
  private let queue = DispatchQueue(label: "lnn-top.beat")
  /// Nil once it is ended.
  private let count = Mutex<Int?>(0)

  /// - Parameter onLoss: called at each beat where the claim does not stand any more: another process took this one for
  ///   gone.
  package init(
    _ claim: SweepClaim, of key: String, in folder: SweepFolder, onLoss: @escaping @Sendable () -> Void = {}
  ) {
    (self.claim, self.key, self.folder, self.onLoss) = (claim, key, folder, onLoss)
    queue.async { [weak self] in self?.beat() }
  }

  private func beat() {
    let next = count.withLock { count in
      count = count.map { $0 + 1 }
      return count
    }
    guard let next else { return }
    if folder.holds(claim, key) { folder.beat(key, count: next) } else { onLoss() }
    queue.asyncAfter(deadline: .now() + ClaimWatch.interval) { [weak self] in self?.beat() }
  }

  /// No beat follows, so that none is written beside a claim that was given up.
  package func end() { queue.sync { count.withLock { $0 = nil } } }
}
