import Glibc
import Screen
import Terminal

/// A program for the tests of `TerminalSession`: shows what it receives and ends in the ways it is told to.
@main
struct TerminalDemo {
  static func main() {
    var screen: DemoScreen
    repeat {
      screen = show()
      print("goodbye: \(screen.farewell)")
    } while screen.isStartingAgain
  }

  /// One session from beginning to end.
  private static func show() -> DemoScreen {
    let themes = [Theme.builtIn, Theme(inverting: .builtIn)]
    let session: TerminalSession
    do {
      session = try TerminalSession(theme: themes[0])
    } catch {
      fputs("terminal-demo: \(error)\n", standardError)
      exit(1)
    }
    var screen = DemoScreen(session: session)
    while !screen.isQuitting {
      session.present(screen.grid(size: session.size), theme: themes[screen.themeIndex])
      for event in session.wait(timeout: nil) { screen.handle(event) }
    }
    session.restore()
    session.restore()
    return screen
  }

  /// `stderr` itself is a global variable that strict concurrency does not accept.
  static var standardError: UnsafeMutablePointer<FILE>? { fdopen(STDERR_FILENO, "w") }
}

extension Theme {
  fileprivate init(inverting theme: Theme) {
    self.init(
      slug: "inverse", name: "inverse", author: theme.author, variant: .light,
      palette: theme.palette.map { Color(packed: 0xFFFFFF - $0.packed) })
  }
}
