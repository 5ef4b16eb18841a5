/// What makes the runs of a sweep while the program waits for them.
protocol SweepMaker: Sendable {
  /// Returns when all runs have ended or, after `stop`, when those under way are recorded. Called once.
  ///
  /// - Throws: what is in the way of all runs.
  func make() throws

  /// Ends the runs under way, which can be gone on with, and begins no others. May be called at any time.
  func stop()
}
