import RunStore
import TestSupport

/// The real program while it waits at a gate after a training step, for tests that stop or kill it there.
struct GatedTraining {
  let process: ChildProcess
  let gate: Gate
  private let step: Int
  private let folder: TemporaryFolder

  init(_ arguments: [String], holdAfter step: Int, in folder: TemporaryFolder) throws {
    (self.step, self.folder) = (step, folder)
    gate = try Gate(afterStep: step, in: folder)
    process = try CommandRun.start(arguments, in: folder, environment: gate.environment)
  }

  /// Waits until the program waits and a run file has the step; false where the program ends before.
  func waitUntilRecorded(in name: String) -> Bool {
    guard gate.waitUntilReached(by: process) else { return false }
    return waitUntil { (try? RunReader(path: folder.path(name)).scalars().last?.step) == step }
  }
}
