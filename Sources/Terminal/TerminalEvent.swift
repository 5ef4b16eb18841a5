import Screen

/// What `TerminalSession.wait` reports.
public enum TerminalEvent: Sendable, Hashable {
  /// Ctrl-Z and SIGTSTP both come as `.control("z")`; Ctrl-C comes as the signal it sends.
  case key(KeyEvent)
  /// Only from terminals whose terminfo entry has a mouse.
  case mouse(MouseEvent)
  case resized(Size)
  /// Someone called the session's `waker`.
  case woken
  /// A signal that asks the program to end (SIGINT, SIGTERM, SIGHUP, SIGQUIT).
  case interrupted(signal: Int32)
  /// The terminal is gone; reported once, and no key comes after it.
  case hangup
}
