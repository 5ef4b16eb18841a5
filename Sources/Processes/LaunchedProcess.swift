/// Where a process stands among those that Open MPI's `mpirun` started together, as its environment says.
package struct LaunchedProcess: Sendable, Hashable {
  /// From 0.
  package let rank: Int
  package let size: Int
  /// Among those of the same machine, from 0.
  package let localRank: Int
  package let localSize: Int

  /// Nil where this process was not started by `mpirun`.
  package init?(environment: [String: String]) {
    func number(_ name: String) -> Int? { environment["OMPI_COMM_WORLD_\(name)"].flatMap { Int($0) } }
    guard let rank = number("RANK"), let size = number("SIZE"), (0..<size).contains(rank) else { return nil }
    (self.rank, self.size) = (rank, size)
    localRank = number("LOCAL_RANK") ?? rank
    localSize = max(1, number("LOCAL_SIZE") ?? size)
  }

  /// Nil where this process works alone.
  package static func oneOfSeveral(environment: [String: String]) -> LaunchedProcess? {
    LaunchedProcess(environment: environment).flatMap { $0.size > 1 ? $0 : nil }
  }

  /// The threads that each process may have so that no two want the same core.
  ///
  /// - Parameters:
  ///   - cores: of the machine.
  ///   - allowed: those that this process may use.
  package func threads(cores: Int, allowed: Int) -> Int { max(1, min(allowed, cores / localSize)) }
}
