/// Whence a setting's value comes.
public enum SettingSource: Sendable, Hashable {
  case standard
  case file(String, line: Int)
  case environment(String)
  case flag(String)
}

extension SettingSource: CustomStringConvertible {
  public var description: String {
    switch self {
    case .standard: "default"
    case .file(let path, let line): "\(path):\(line)"
    case .environment(let variable): variable
    case .flag(let name): name
    }
  }
}
