import Text

/// Why a terminal cannot show the dashboard.
public enum TerminalError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Standard output is a file or a pipe.
  case notATerminal
  /// TERM is unset or empty.
  case typeUnset
  /// The terminfo database has no such terminal.
  case unknownType(String)
  /// The terminal cannot place the cursor (TERM=dumb and printers).
  case tooSimple(String)
  /// A system call failed: what was tried, and the system's message.
  case system(operation: String, reason: String)

  /// One line with a hint.
  public var description: String {
    switch self {
    case .notATerminal:
      "standard output is not a terminal; run without a pipe or redirection, or with --headless"
    case .typeUnset:
      "TERM is not set; set it (for example TERM=xterm-256color) or run with --headless"
    case .unknownType(let name):
      "the terminal type \(name.quoted) is unknown here; try TERM=xterm-256color, "
        + "install its terminfo entry, or run with --headless"
    case .tooSimple(let name):
      "the terminal type \(name.quoted) cannot place the cursor; "
        + "set TERM to what your terminal is, or run with --headless"
    case .system(let operation, let reason):
      "\(operation) failed: \(reason); check that the terminal still exists"
    }
  }
}
