import Foundation

// A folder whose runs are asked for by several calls, each with a plan of its own, such as one with more seeds.
extension SweepFolder {
  /// Puts a plan in the place of the one that is there, whole, unless it is the same.
  ///
  /// - Throws: `SweepFolderError` where another process makes runs of the plan that is there, or the folder cannot be
  ///   written.
  package func replace(_ plan: SweepPlan) throws(SweepFolderError) {
    try prepare()
    let data = try Self.encoded(plan)
    guard try !publish(data, as: planPath), try writtenPlan() != plan else { return }
    if let key = claimedKeys().sorted().first(where: { readClaim($0)?.isAlive != false }) {
      let claim = readClaim(key)
      throw SweepFolderError(
        "another process\(Self.process(of: claim)) makes runs in \(path), which are others than these; --out chooses another"
          + " folder\(hint(onClaim: claim, of: key))")
    }
    let draft = Self.draftPath(of: planPath)
    defer { unlink(draft) }
    try write(data, as: draft, of: planPath)
    guard rename(draft, planPath) == 0 else {
      throw SweepFolderError("\(planPath) cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  /// Makes the result of a run what its run file says, unless a process is making it, which tells it itself.
  ///
  /// - Parameter result: nil where the run has not ended, so that a result is of a file that is gone.
  package func settle(_ key: String, _ result: SweepResult?) throws(SweepFolderError) {
    guard self.result(key) != result, readClaim(key).map({ $0.isAlive == false }) ?? true else { return }
    unlink(resultPath(key))
    if let result { try publish(result) }
  }
}
