import CNcurses
import Foundation
import Screen

/// What the terminfo database says about the terminal.
package struct TerminalProfile: Sendable, Hashable {
  /// The entry to use: TERM, or its variant with 24-bit colours.
  package var name: String
  package var colorMode: ColorMode
  /// Undoes everything that this program does to the terminal.
  package var restoreSequence: String
  package var isSynchronized: Bool
  package var hasMouse: Bool

  /// - Parameter descriptor: A descriptor of the terminal.
  package static func load(environment: [String: String], descriptor: Int32) throws(TerminalError)
    -> TerminalProfile
  {
    guard let name = environment["TERM"], !name.isEmpty else { throw .typeUnset }
    var status: Int32 = 0
    let isLoaded = setupterm(name, descriptor, &status) == OK
    defer { curses_forget_terminal() }
    // 1: a printing terminal.
    guard isLoaded || status == 1 else { throw .unknownType(name) }
    guard isLoaded, curses_capability("cup") != nil else { throw .tooSimple(name) }
    let isSynchronized = SynchronizedOutput.isSafe(terminalType: name)
    var profile = TerminalProfile(
      name: name, colorMode: ColorMode(terminfoColors: Int(tigetnum("colors"))),
      restoreSequence: restoreSequence(isSynchronized: isSynchronized), isSynchronized: isSynchronized,
      hasMouse: MouseReport.isAnnounced(
        keyMouse: text("kmous"), mouseMode: text("XM")))
    if profile.colorMode == .palette256, ColorMode.isDirectColorAnnounced(environment: environment) {
      profile.preferDirectColor(descriptor: descriptor)
    }
    return profile
  }

  /// The mode to draw in: the one asked for, limited to what the terminal can do, or else what the environment allows.
  package func mode(asked: ColorMode?, environment: [String: String]) -> ColorMode {
    guard let asked else { return ColorMode.isColorRefused(environment: environment) ? .mono : colorMode }
    // A direct-colour entry has no palette beyond the first eight.
    if colorMode == .direct { return asked == .palette256 ? .direct : asked == .ansi16 ? .ansi8 : asked }
    return min(asked, colorMode)
  }

  /// Terminfo has direct colour in separate entries: xterm-direct beside xterm-256color, if installed.
  private mutating func preferDirectColor(descriptor: Int32) {
    guard name.hasSuffix("-256color") else { return }
    let relative = name.dropLast("-256color".count) + "-direct"
    var status: Int32 = 0
    curses_forget_terminal()
    guard setupterm(String(relative), descriptor, &status) == OK,
      ColorMode(terminfoColors: Int(tigetnum("colors"))) == .direct
    else { return }
    name = String(relative)
    colorMode = .direct
  }

  private static func restoreSequence(isSynchronized: Bool) -> String {
    var sequence = isSynchronized ? SynchronizedOutput.end : ""
    sequence += capability("sgr0") + capability("rmkx")
    let leave = capability("rmcup")
    // Without an alternate screen to leave, the prompt belongs below the drawing.
    sequence += leave.isEmpty ? lastRow() + "\r\n" : leave
    return sequence + capability("cnorm")
  }

  private static func lastRow() -> String {
    curses_move_sequence(998, 0).map { withoutPadding(String(cString: $0)) } ?? ""
  }

  private static func capability(_ name: String) -> String {
    text(name).map(withoutPadding) ?? ""
  }

  private static func text(_ name: String) -> String? {
    curses_capability(name).map { String(cString: $0) }
  }

  /// Removes terminfo's delays, written `$<5>`: only `tputs` understands them.
  package static func withoutPadding(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      let padding = rest[dollar...]
      guard padding.dropFirst().first == "<", let end = padding.firstIndex(of: ">") else {
        result += rest[...dollar]
        rest = rest[rest.index(after: dollar)...]
        continue
      }
      result += rest[..<dollar]
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}

/// Mode 2026: the terminal shows a frame only when it is complete, so that none is seen half drawn.
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
