import Sweeps

/// What is told of each run that ended while the program makes a sweep.
protocol SweepListener: Sendable {
  /// May be called by several threads at once.
  ///
  /// - Throws: why no further run is to be made.
  func note(_ result: SweepResult) throws

  /// Waits for what is being written.
  func close()
}
