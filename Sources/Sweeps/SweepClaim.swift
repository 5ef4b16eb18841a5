import Foundation
import RunStore

/// A process's claim on a run of a sweep: while it stands no other process makes that run.
///
/// It is a file that is created once, whole, under the run's name. Where its process is seen to be gone the file is moved
/// away, which one of several can do, and whoever then creates the next one goes on with the run. On another machine a
/// process cannot be seen: it counts up a number in a file beside the claim, and is taken for gone when that number stood
/// still for long, by the clock of the one who waits.
package struct SweepClaim: Sendable, Hashable, Codable {
  package let machine: String
  package let space: String
  package let pid: Int
  package let birth: String
  /// Tells one claim from another.
  package let token: UInt64

  package init(process: ProcessIdentity = .current, machine: String = ProcessInfo.processInfo.hostName) {
    (space, pid, birth) = (process.space, process.pid, process.birth)
    self.machine = machine
    token = UInt64.random(in: 0 ... .max)
  }

  /// Whether its process is there; nil on another machine, where that cannot be checked.
  package var isAlive: Bool? { ProcessIdentity(space: space, pid: pid, birth: birth).isAlive }
}

extension SweepFolder {
  /// What became of the wish to make a run.
  package enum ClaimOutcome: Sendable, Hashable {
    /// The run is this process's; so many had it before and are gone.
    case taken(SweepClaim, losses: Int)
    /// Another process makes it; nil: the claim is just being written, or went away.
    case held(SweepClaim?)
  }

  /// Claims a run, also where the process that had it is gone.
  ///
  /// - Parameter isGone: whether a process on another machine is gone, which cannot be checked here.
  package func claim(
    _ key: String, isGone: (SweepClaim) -> Bool = { _ in false }
  ) throws(SweepFolderError) -> ClaimOutcome {
    // Twice: once more after a claim of a process that is gone was moved away.
    for _ in 0..<2 {
      let own = SweepClaim()
      guard let data = try? JSONEncoder().encode(own) else {
        throw SweepFolderError("a claim cannot be written")
      }
      // What was lost before is counted only now: whoever moved the last claim away did so before.
      if try publish(data, as: claimPath(key)) { return .taken(own, losses: losses(of: key)) }
      guard let other = readClaim(key) else {
        // It appears whole: one that cannot be read is damaged, unless it was given up just now.
        guard FileManager.default.fileExists(atPath: claimPath(key)), readClaim(key) == nil else {
          return .held(nil)
        }
        discard(claimPath(key), of: key)
        continue
      }
      guard other.isAlive == false || (other.isAlive == nil && isGone(other)) else { return .held(other) }
      try moveAway(other, key)
    }
    return .held(nil)
  }

  /// Moves a claim whose process is gone to those that were lost. One alone can; another may have done so and claimed the
  /// run since: then what was moved goes back.
  private func moveAway(_ claim: SweepClaim, _ key: String) throws(SweepFolderError) {
    try make(lostPath(key))
    let aside = "\(lostPath(key))/.\(UInt64.random(in: 0 ... .max))"
    guard rename(claimPath(key), aside) == 0 else { return }
    guard Self.claim(at: aside) == claim else {
      // Where a third process claimed the run meanwhile, whoever owned this one finds that it is no longer its own.
      link(aside, claimPath(key))
      unlink(aside)
      return
    }
    rename(aside, "\(lostPath(key))/\(claim.token)")
    unlink(beatPath(key))
  }

  private func losses(of key: String) -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: lostPath(key)))?.count ?? 0
  }

  /// Gives a run up, whether it was made or not.
  package func release(_ claim: SweepClaim, of key: String) {
    guard holds(claim, key) else { return }
    unlink(beatPath(key))
    unlink(claimPath(key))
  }

  /// Whether a claim still stands: another process may have taken this one for gone.
  package func holds(_ claim: SweepClaim, _ key: String) -> Bool { readClaim(key) == claim }

  /// Shows machines that cannot see this process that it is there.
  package func beat(_ key: String, count: Int) {
    try? Data("\(count)".utf8).write(to: URL(filePath: beatPath(key)))
  }

  /// What the process that has a run last counted to.
  package func beat(of key: String) -> String? {
    FileManager.default.contents(atPath: beatPath(key)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The keys of the runs that are claimed.
  package func claimedKeys() -> Set<String> {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/claims")) ?? []
    return Set(names.filter { !$0.hasPrefix(".") && !$0.hasSuffix(".beat") })
  }

  /// ` (4711 on ada)`, for messages; empty where it is not known.
  package static func process(of claim: SweepClaim?) -> String {
    claim.map { " (\($0.pid) on \($0.machine))" } ?? ""
  }

  /// What a person can do about a claim that stands though nobody sees its process; else empty.
  package func hint(onClaim claim: SweepClaim?, of key: String) -> String {
    claim?.isAlive == nil ? "; if it is gone, delete \(claimPath(key))" : ""
  }

  private func beatPath(_ key: String) -> String { claimPath(key) + ".beat" }

  package func readClaim(_ key: String) -> SweepClaim? { Self.claim(at: claimPath(key)) }

  private static func claim(at path: String) -> SweepClaim? {
    FileManager.default.contents(atPath: path).flatMap {
      try? JSONDecoder().decode(SweepClaim.self, from: $0)
    }
  }
}
