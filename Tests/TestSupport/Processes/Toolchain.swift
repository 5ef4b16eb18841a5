import Foundation

/// The Swift toolchain that runs the tests.
public enum Toolchain {
  /// The path of one of its programs, such as `swift` or `clang`; nil where it is not found.
  public static func path(of name: String) -> String? {
    folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
  }

  /// Where `swift` is: as `SWIFT` names it, as `make` does, or on the path, and where a link there leads.
  private static let folders: [String] = {
    let environment = ProcessInfo.processInfo.environment
    let named = environment["SWIFT"].flatMap { $0.contains("/") ? $0 : nil }
    let onPath = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/swift" }
    let found = ([named].compactMap { $0 } + onPath).filter(FileManager.default.isExecutableFile)
    return found.map(URL.init(fileURLWithPath:)).flatMap { [$0, $0.resolvingSymlinksInPath()] }
      .map { $0.deletingLastPathComponent().path }
  }()
}
