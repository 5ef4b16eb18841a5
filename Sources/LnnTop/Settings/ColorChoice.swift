import Screen

/// How many colours a person wants at most.
public enum ColorChoice: String, Sendable, Hashable, CaseIterable {
  /// What the terminal has.
  case auto
  case direct
  case palette256 = "256"
  case ansi16 = "16"
  case ansi8 = "8"
  case none

  /// Nil leaves it to the terminal.
  var mode: ColorMode? {
    switch self {
    case .auto: nil
    case .direct: .direct
    case .palette256: .palette256
    case .ansi16: .ansi16
    case .ansi8: .ansi8
    case .none: .mono
    }
  }
}
