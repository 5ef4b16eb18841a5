import Glibc

extension ThemeLibrary {
  /// Where themes are looked for, first come first served: the person's configuration, the person's data, the
  /// installation the program belongs to, the package it was built in.
  ///
  /// - Parameter executablePath: The program's own path with links resolved; see `currentExecutablePath`.
  public static func searchDirectories(environment: [String: String], executablePath: String) -> [String] {
    var directories: [String] = []
    if let configuration = base(environment, variable: "XDG_CONFIG_HOME", fallback: ".config") {
      directories.append("\(configuration)/lnn-top/themes")
    }
    if let data = base(environment, variable: "XDG_DATA_HOME", fallback: ".local/share") {
      directories.append("\(data)/lnn-top/themes")
    }
    let parts = executablePath.split(separator: "/", omittingEmptySubsequences: true)
    if executablePath.hasPrefix("/"), parts.count >= 2 {
      directories.append("/" + (parts.dropLast(2) + ["share/lnn-top/themes"]).joined(separator: "/"))
    }
    if executablePath.hasPrefix("/"), let build = parts.lastIndex(of: ".build") {
      directories.append("/" + (parts[..<build] + ["themes"]).joined(separator: "/"))
    }
    return directories
  }

  /// The path of the running program, empty where the system does not tell.
  public static var currentExecutablePath: String {
    guard let path = realpath("/proc/self/exe", nil) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }

  /// An XDG base directory; the specification has relative paths ignored.
  private static func base(
    _ environment: [String: String], variable: String, fallback: String
  ) -> String? {
    if let path = environment[variable], path.hasPrefix("/") { return path }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return "\(home)/\(fallback)"
  }
}
