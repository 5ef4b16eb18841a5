import Foundation

/// Which process, beyond the reuse of process numbers.
package struct ProcessIdentity: Sendable, Hashable {
  /// Where the number counts: this boot of this machine and, in a container, its own numbering.
  package var space: String
  package var pid: Int
  /// When the process started, in the kernel's ticks since boot.
  package var birth: String

  package init(space: String, pid: Int, birth: String) {
    self.space = space
    self.pid = pid
    self.birth = birth
  }

  package static var current: ProcessIdentity {
    let pid = Int(getpid())
    return ProcessIdentity(space: currentSpace, pid: pid, birth: status(of: pid)?.birth ?? "")
  }

  package enum Condition: Sendable, Hashable {
    case running
    /// Stopped by a signal or a debugger.
    case suspended
    case gone
  }

  /// How the process is doing; nil where that cannot be told from here (another machine or container).
  package var condition: Condition? {
    guard !space.isEmpty, space == Self.currentSpace else { return nil }
    guard let number = pid_t(exactly: pid), number > 0 else { return .gone }
    guard kill(number, 0) == 0 || errno == EPERM else { return .gone }
    guard let status = Self.status(of: pid), status.birth == birth else { return .gone }
    return ["T", "t"].contains(status.state) ? .suspended : .running
  }

  /// Whether the process is there; nil where that cannot be told from here.
  package var isAlive: Bool? { condition.map { $0 != .gone } }

  private static let currentSpace: String = {
    let boot = contents(of: "/proc/sys/kernel/random/boot_id") ?? ""
    let numbering = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
    return boot.isEmpty ? "" : boot + " " + numbering
  }()

  /// The 3rd and 22nd field of `/proc/PID/stat`; the second, the name, is in brackets and may hold anything.
  private static func status(of pid: Int) -> (state: String, birth: String)? {
    guard let line = contents(of: "/proc/\(pid)/stat"), let bracket = line.lastIndex(of: ")") else {
      return nil
    }
    let fields = line[bracket...].dropFirst().split(separator: " ")
    // A process that ended but was not collected by its parent (Z) records nothing any more.
    guard fields.count > 19, fields[0] != "Z" else { return nil }
    return (String(fields[0]), String(fields[19]))
  }

  private static func contents(of path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
