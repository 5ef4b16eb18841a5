import Foundation

/// Where the files that come with the program, and those of the person, lie.
package struct Locations: Sendable {
  package let environment: [String: String]
  /// The running program's own path with links resolved; empty where the system does not tell.
  package let executable: String

  package init(environment: [String: String], executable: String) {
    self.environment = environment
    self.executable = executable
  }

  package static var current: Locations {
    Locations(
      environment: ProcessInfo.processInfo.environment,
      executable: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "")
  }

  /// A file of `sample-data`; nil where it is nowhere.
  package func sample(_ name: String) -> String? {
    sharedDirectories("sample-data").map { "\($0)/\(name)" }
      .first { FileManager.default.isReadableFile(atPath: $0) }
  }

  /// Where themes are looked for, first come first served: the person's configuration before what is shared.
  package var themeDirectories: [String] {
    let configuration = base(variable: "XDG_CONFIG_HOME", fallback: ".config")
    return (configuration.map { ["\($0)/lnn-top/themes"] } ?? []) + sharedDirectories("themes")
  }

  /// Where shared files of a kind may lie: the person's data, the installation that the program belongs to, the
  /// package that it was built in.
  package func sharedDirectories(_ kind: String) -> [String] {
    var directories: [String] = []
    if let data = base(variable: "XDG_DATA_HOME", fallback: ".local/share") {
      directories.append("\(data)/lnn-top/\(kind)")
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

  /// An XDG base directory; the specification has relative paths ignored.
  private func base(variable: String, fallback: String) -> String? {
    if let path = environment[variable], path.hasPrefix("/") { return path }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return "\(home)/\(fallback)"
  }
}
