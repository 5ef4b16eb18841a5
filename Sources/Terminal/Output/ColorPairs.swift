import CNcurses

/// The colour pairs of the terminal, made when they are first needed.
struct ColorPairs {
  private struct Key: Hashable {
    var foreground: Int32
    var background: Int32
  }

  private let limit: Int32
  /// False on terminals that cannot go back to their own colours.
  private let hasDefaults: Bool
  private var pairs: [Key: Int32] = [:]

  /// Starts colour; call only where it is wanted, for it writes to the terminal.
  init() {
    let isStarted = has_colors() && start_color() == OK
    hasDefaults = isStarted && use_default_colors() == OK
    limit = isStarted ? curses_color_pairs() : 0
  }

  /// Forgets every pair: the next frame is drawn with other colours throughout.
  mutating func reset() { pairs.removeAll(keepingCapacity: true) }

  /// The pair for two colours (-1: the terminal's own), 0 when there are no more.
  mutating func pair(foreground: Int, background: Int) -> Int32 {
    var key = Key(foreground: Int32(foreground), background: Int32(background))
    if key.foreground < 0 && key.background < 0 { return 0 }
    if let pair = pairs[key] { return pair }
    let next = Int32(pairs.count) + 1
    guard next < limit else { return 0 }
    pairs[key] = next
    if !hasDefaults {
      if key.foreground < 0 { key.foreground = COLOR_WHITE }
      if key.background < 0 { key.background = COLOR_BLACK }
    }
    guard init_extended_pair(next, key.foreground, key.background) == OK else { return 0 }
    return next
  }
}
