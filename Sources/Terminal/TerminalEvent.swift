import Screen

/// What `TerminalSession.wait` reports.
public enum TerminalEvent: Sendable, Hashable {
  case key(KeyEvent)
  case resized(Size)
  /// Someone called the session's `waker`.
  case woken
  /// A signal that asks the program to end (SIGINT, SIGTERM, SIGHUP, SIGQUIT).
  case interrupted(signal: Int32)
  /// The terminal is gone; reported once, and no key comes after it.
  case hangup
}
