import Foundation
import Glibc

/// A gate at which a training waits after a step, so that a test acts at that step however fast the machine is; see
/// `LNN_TOP_GATE` in CONTRIBUTING.
package final class Gate {
  private let path: String
  private let step: Int
  /// Open for writing while a program waits; -1 otherwise.
  private var descriptor: Int32 = -1

  package init(afterStep step: Int, in folder: TemporaryFolder) throws {
    self.step = step
    path = folder.path("gate-\(UUID().uuidString)")
    guard mkfifo(path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  deinit { open() }

  /// What leads a program to the gate.
  package var environment: [String: String] { ["LNN_TOP_GATE": "\(step):\(path)"] }

  /// Waits until a program waits at the gate; false where it ends before.
  package func waitUntilReached(by process: ChildProcess) -> Bool {
    // Not inherited by what other tests start: the gate opens when the last descriptor is closed.
    _ = waitUntil {
      descriptor = Glibc.open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
      return descriptor >= 0 || !process.isRunning
    }
    return descriptor >= 0
  }

  /// Lets the program go on.
  package func open() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }
}
