/// The lead of a sweep: the claim of the one process that decides which runs follow from the results of others.
package struct SweepLead: Sendable {
  /// The name of the claim.
  package static let key = ".course"

  private let folder: SweepFolder
  private let claim: SweepClaim
  private let beat: ClaimBeat

  /// Takes the lead. Where a process on another machine holds it, this waits until that process's beat changes, which means
  /// that it is alive, or until the beat has not changed for `ClaimWatch.patience`.
  ///
  /// - Parameters:
  ///   - clock: in seconds, never going back.
  ///   - pause: waits between two looks at the claim of a process that is waited for.
  /// - Throws: where another process leads, or the folder cannot be written.
  package init(
    _ folder: SweepFolder, clock: () -> Double, pause: (SweepClaim) -> Void
  ) throws(SweepFolderError) {
    self.folder = folder
    var watch = ClaimWatch()
    var sight: (claim: SweepClaim, beat: String?)?
    while true {
      let beat = folder.beat(of: Self.key)
      let outcome = try folder.claim(Self.key) { watch.isGone(Self.key, $0, beat: beat, now: clock()) }
      switch outcome {
      case .taken(let claim, _):
        (self.claim, self.beat) = (claim, ClaimBeat(claim, of: Self.key, in: folder))
        return
      case .held(let other?) where other.isAlive == nil && (sight ?? (other, beat)) == (other, beat):
        sight = (other, beat)
        pause(other)
      case .held(let other):
        throw SweepFolderError(
          "another process\(SweepFolder.process(of: other)) leads the sweep in \(folder.path), and 'lnn-top sweep work"
            + " \(folder.path)' helps it\(folder.hint(onClaim: other, of: Self.key))")
      }
    }
  }

  /// Gives the lead up.
  package func end() {
    beat.end()
    folder.release(claim, of: Self.key)
  }
}
