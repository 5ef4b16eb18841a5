import Screen

/// What `TerminalSession.wait` reports.
public enum TerminalEvent: Sendable, Hashable {
  /// Ctrl-Z and SIGTSTP both come as `.control("z")`; Ctrl-C comes as the signal it sends.
  case key(KeyEvent)
  /// Only from terminals whose terminfo entry has a mouse.
  case mouse(MouseEvent)
  /// Text that was pasted, as it is: it may hold control characters.
  case paste(String)
  /// Whether the terminal's window now has the keyboard; only from terminals that report it.
  case focused(Bool)
  case resized(Size)
  /// The session's `waker` was called.
  case woken
  /// A signal that asks the program to end (SIGINT, SIGTERM, SIGHUP, SIGQUIT).
  case interrupted(signal: Int32)
  /// The terminal is gone. Reported once; no key follows.
  case hangup
}
