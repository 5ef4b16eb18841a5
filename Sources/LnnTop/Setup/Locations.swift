import Foundation
import RunStore

/// Where the files that come with the program, and those of the person, lie.
package struct Locations: Sendable {
  package let environment: [String: String]
  /// The running program's own path with links resolved; empty where the system does not tell.
  package let executable: String
  /// Where runs are recorded and looked for; nil: where `RunDirectory` says.
  package var chosenRuns: String?

  package init(environment: [String: String], executable: String) {
    self.environment = environment
    self.executable = executable
  }

  /// Where runs are recorded and looked for.
  package var runs: String { chosenRuns ?? RunDirectory.default(environment: environment) }

  /// The person's settings; nil where the environment names no place for them.
  package var settingsFile: String? {
    BaseDirectory.configuration.path(environment: environment).map { "\($0)/config.yaml" }
  }

  package static var current: Locations {
    Locations(
      environment: ProcessInfo.processInfo.environment,
      executable: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "")
  }

  /// Where themes are looked for, first come first served: the person's configuration before what is shared.
  package var themeDirectories: [String] {
    let configuration = BaseDirectory.configuration.path(environment: environment)
    return (configuration.map { ["\($0)/themes"] } ?? []) + sharedDirectories("themes")
  }

  /// Where shared files of a kind may lie: the person's data, the installation that the program belongs to, the
  /// package that it was built in.
  package func sharedDirectories(_ kind: String) -> [String] {
    var directories: [String] = []
    if let data = BaseDirectory.data.path(environment: environment) {
      directories.append("\(data)/\(kind)")
    }
    guard executable.hasPrefix("/") else { return directories }
    let parts = executable.split(separator: "/")
    if parts.count >= 2 {
      directories.append("/" + (parts.dropLast(2) + ["share/lnn-top/\(kind)"]).joined(separator: "/"))
    }
    if let build = parts.lastIndex(of: ".build") {
      directories.append("/" + (parts[..<build] + ["\(kind)"]).joined(separator: "/"))
    }
    return directories
  }
}
