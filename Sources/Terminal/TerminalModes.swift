import Foundation
import Screen
import Text

/// What is switched on while the dashboard has the terminal, apart from what ncurses does: the mouse, pasted text in
/// brackets, reports of the focus, a title.
///
/// Source: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html, "Private Mode Set" and "Window manipulation".
package struct TerminalModes: Sendable, Hashable {
  package var usesMouse: Bool
  /// True where the terminal has these modes, or ignores what it does not have.
  package var usesBrackets: Bool
  /// True where the terminal has a title.
  package var hasTitle: Bool

  package init(usesMouse: Bool, terminalType: String) {
    self.usesMouse = usesMouse
    usesBrackets = SynchronizedOutput.isSafe(terminalType: terminalType)
    hasTitle = usesBrackets
  }

  /// Saves the title, and switches modes on.
  package var begin: String {
    (hasTitle ? "\u{1B}[22;0t" : "") + (usesBrackets ? "\u{1B}[?2004h\u{1B}[?1004h" : "")
      + (usesMouse ? MouseReport.begin : "")
  }

  /// Switches the modes off, the last one first, and restores the title.
  package var end: String {
    (usesMouse ? MouseReport.end : "") + (usesBrackets ? "\u{1B}[?1004l\u{1B}[?2004l" : "")
      + (hasTitle ? "\u{1B}[23;0t" : "")
  }

  /// Ends whatever string the terminal is reading, and does nothing where it reads none.
  package static let stringEnd = "\u{1B}\\"

  /// Sets the title. What steers a terminal is left out of the text.
  package static func title(_ text: String) -> String { "\u{1B}]2;\(text.sanitized.prefix(200))\(stringEnd)" }
}

/// The terminal's clipboard (OSC 52).
package enum TerminalClipboard {
  /// Puts a text into the clipboard. tmux takes it where its option `set-clipboard` is on, and passes what is in its own
  /// envelope to the terminal around it where `allow-passthrough` is on: it gets both.
  package static func copy(_ text: String, throughTmux: Bool) -> String {
    let plain = "\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{1B}\\"
    guard throughTmux else { return plain }
    return plain + "\u{1B}Ptmux;" + plain.replacing("\u{1B}", with: "\u{1B}\u{1B}") + "\u{1B}\\"
  }
}
