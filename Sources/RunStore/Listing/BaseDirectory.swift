/// Where a person's files lie by the XDG Base Directory Specification.
///
/// Source: https://specifications.freedesktop.org/basedir-spec/latest/
public enum BaseDirectory: Sendable {
  case data
  case configuration

  /// The program's folder below the base directory; nil where the environment names no place.
  ///
  /// The variable counts where it holds an absolute path, as the specification has it, else the folder below `HOME`.
  public func path(environment: [String: String]) -> String? {
    if let base = environment[variable], base.hasPrefix("/") { return "\(base)/lnn-top" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return "\(home)/\(fallback)/lnn-top"
  }

  private var variable: String {
    switch self {
    case .data: "XDG_DATA_HOME"
    case .configuration: "XDG_CONFIG_HOME"
    }
  }

  private var fallback: String {
    switch self {
    case .data: ".local/share"
    case .configuration: ".config"
    }
  }
}
