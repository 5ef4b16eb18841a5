import Foundation
import Sweeps

/// A sweep whose plan is in its folder, to be worked on.
struct RunningSweep: Sendable {
  let folder: SweepFolder
  let course: SweepCourse
  let isQuiet: Bool
  let locations: Locations

  /// With the runs that are known now.
  var plan: SweepPlan { course.plan }

  /// Runs that can be made now.
  var left: Int { openIndices.count }

  /// That of the folder, for processes that others start.
  var absolutePath: String { URL(filePath: folder.path).standardizedFileURL.path }

  /// Their places in the plan.
  var openIndices: [Int] {
    let plan = plan
    let open = Set(folder.openStretches(of: plan.jobs, plan).map(\.job.key))
    return plan.jobs.indices.filter { open.contains(plan.jobs[$0].key) }
  }

  /// What is said after a signal, whoever makes the runs.
  static let stoppedMessage = "lnn-top: stopped; nothing is lost, the same command goes on from here"

  /// The program itself, which works on the sweep in processes of its own.
  var program: String { locations.executable }
}
