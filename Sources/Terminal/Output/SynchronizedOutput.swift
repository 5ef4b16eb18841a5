/// Mode 2026: the terminal shows a frame when it is complete, so none is seen half drawn.
///
/// Source: https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036
package enum SynchronizedOutput {
  static let begin = "\u{1B}[?2026h"
  package static let end = "\u{1B}[?2026l"

  /// True for terminals known to have the mode or to ignore modes they do not have; old ones (the Linux console, VT100)
  /// might print what they do not understand.
  package static func isSafe(terminalType: String) -> Bool {
    let families = [
      "xterm", "tmux", "alacritty", "foot", "kitty", "wezterm", "contour", "ghostty", "mintty", "iterm2",
      "konsole",
      "vte", "gnome", "st-256color", "rio",
    ]
    return families.contains { terminalType.hasPrefix($0) }
  }
}
