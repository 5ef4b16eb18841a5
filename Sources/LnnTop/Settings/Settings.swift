import Screen

/// A person's habits: what holds where the command line says nothing.
public struct Settings: Sendable, Hashable {
  /// Nil: the standard theme.
  public var theme: String?
  /// Nil: what the locale and the terminal allow.
  public var glyphs: GlyphSet?
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
