import Foundation

/// Where the files that come with the program and those of the person lie.
struct Locations {
  let environment: [String: String]
  /// The running program, links resolved; nil where the system does not tell.
  let executable: String?

  static var current: Locations {
    Locations(
      environment: ProcessInfo.processInfo.environment,
      executable: try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
  }

  /// A file of `sample-data`, looked for where a person may keep it, where `make install` puts it and where it
  /// lies in the source tree; nil where it is nowhere.
  func sample(_ name: String) -> String? {
    sharedDirectories(named: "sample-data").map { "\($0)/\(name)" }
      .first { FileManager.default.isReadableFile(atPath: $0) }
  }

  /// Directories of this name that may hold shared files, nearest to the person first.
  func sharedDirectories(named name: String) -> [String] {
    var directories: [String] = []
    if let data = environment["XDG_DATA_HOME"], !data.isEmpty {
      directories.append("\(data)/lnn-top/\(name)")
    } else if let home = environment["HOME"], !home.isEmpty {
      directories.append("\(home)/.local/share/lnn-top/\(name)")
    }
    guard let executable else { return directories }
    let folder = URL(fileURLWithPath: executable).deletingLastPathComponent()
    directories.append(folder.appendingPathComponent("../share/lnn-top/\(name)").standardized.path)
    return directories + sourceTrees(above: folder).map { "\($0)/\(name)" }
  }

  /// Folders above the program that hold a Package.swift: the source tree, while developing.
  private func sourceTrees(above folder: URL) -> [String] {
    var trees: [String] = []
    var folder = folder
    while folder.path != "/" {
      folder = folder.deletingLastPathComponent()
      if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
        trees.append(folder.path)
      }
    }
    return trees
  }
}
