import Foundation
import Sweeps

/// A sweep whose plan is in its folder, to be worked on.
struct RunningSweep: Sendable {
  let folder: SweepFolder
  let plan: SweepPlan
  let isQuiet: Bool
  let locations: Locations

  /// Runs that have no result yet.
  var left: Int { openIndices.count }

  /// That of the folder, for processes that others start.
  var absolutePath: String { URL(filePath: folder.path).standardizedFileURL.path }

  /// Their places in the plan.
  var openIndices: [Int] {
    let finished = folder.resultKeys()
    return plan.jobs.indices.filter { !finished.contains(plan.jobs[$0].key) }
  }

  /// What is said after a signal, whoever makes the runs.
  static let stoppedMessage = "lnn-top: stopped; nothing is lost, the same command goes on from here"

  /// The program itself, which works on the sweep in processes of its own.
  var program: String { locations.executable }

  /// The first program of a name in the folders of PATH, of those that others install.
  func program(named name: String) -> String? {
    (locations.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
