import Screen

/// A person's habits: what holds where the command line says nothing.
public struct Settings: Sendable, Hashable {
  /// Nil: the standard theme.
  public var theme: String?
  /// Nil: what the locale and the terminal allow.
  public var glyphs: GlyphChoice?
  public var colors = ColorChoice.auto
  /// The most frames drawn a second.
  public var framesPerSecond = 15
  /// Whether the mouse is reported where the terminal has one.
  public var mouse = true
  /// Whether the loss is smoothed at first.
  public var smoothing = true
  /// Whether the loss axis is logarithmic at first.
  public var logLoss = false
  /// Nil: all cores, at most eight.
  public var threads: Int?
  /// The folder of the runs; nil: where the XDG specification has them.
  public var runs: String?

  public init() {}
}

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
