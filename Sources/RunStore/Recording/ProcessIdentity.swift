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
    return ProcessIdentity(space: currentSpace, pid: pid, birth: birth(of: pid) ?? "")
  }

  /// Whether the process runs; nil where that cannot be told from here (another machine or container).
  package var isAlive: Bool? {
    guard !space.isEmpty, space == Self.currentSpace else { return nil }
    guard let number = pid_t(exactly: pid), number > 0 else { return false }
    guard kill(number, 0) == 0 || errno == EPERM else { return false }
    return Self.birth(of: pid) == birth
  }

  private static let currentSpace: String = {
    let boot = contents(of: "/proc/sys/kernel/random/boot_id") ?? ""
    let numbering = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
    return boot.isEmpty ? "" : boot + " " + numbering
  }()

  /// The 22nd field of `/proc/PID/stat`; the second, the name, is in brackets and may hold anything.
  private static func birth(of pid: Int) -> String? {
    guard let line = contents(of: "/proc/\(pid)/stat"), let bracket = line.lastIndex(of: ")") else {
      return nil
    }
    let fields = line[bracket...].dropFirst().split(separator: " ")
    // A process that ended but was not collected by its parent (Z) records nothing any more.
    guard fields.count > 19, fields[0] != "Z" else { return nil }
    return String(fields[19])
  }

  private static func contents(of path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
