import Liquid

/// Which points of a space are tried.
package enum SweepSampler: String, Sendable, Hashable, Codable, CaseIterable {
  /// Every combination once.
  case grid
  /// Points drawn from a seed.
  case random
  /// Points that a study of Optuna proposes, one after another, from what those before have reached.
  case optuna

  /// The point of one trial, whatever became of the others: a sweep that is called again tries the same.
  ///
  /// - Parameters:
  ///   - trial: counted from 0.
  ///   - seed: of the sweep.
  /// - Precondition: it is no study's, whose points depend on what others have reached.
  package func point(_ trial: Int, of space: SweepSpace, seed: UInt64) -> [String: String] {
    switch self {
    case .grid: return space.gridPoint(trial)
    case .random:
      // Drawn once more, so that trials next to each other share nothing.
      var seeds = SeededGenerator(seed: seed ^ (UInt64(trial) &* 0xD134_2543_DE82_EF95))
      var random = SeededGenerator(seed: seeds.next())
      return space.point(space.dimensions.map { _ in random.uniform() })
    case .optuna: preconditionFailure("a study proposes its points")
    }
  }
}
