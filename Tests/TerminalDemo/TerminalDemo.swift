import Glibc
import Screen
import Terminal

/// A program for the tests of `TerminalSession`: shows what it receives and ends in the ways it is told to.
@main
struct TerminalDemo {
  static func main() {
    if CommandLine.arguments.dropFirst().first == "guard" { holdGuard() }
    var screen: DemoScreen
    repeat {
      screen = show()
      print("goodbye: \(screen.farewell)")
    } while screen.isStartingAgain
  }

  /// Works without an end beneath a guard, and writes the number of each signal that the guard keeps from ending it.
  private static func holdGuard() -> Never {
    guard let signals = try? SignalGuard() else { exit(1) }
    writeLine("ready")
    while true {
      var descriptor = pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, -1) > 0 else { continue }
      var number: UInt8 = 0
      while read(signals.descriptor, &number, 1) == 1 { writeLine("\(number)") }
    }
  }

  private static func writeLine(_ text: String) {
    _ = "\(text)\n".withCString { write(STDOUT_FILENO, $0, strlen($0)) }
  }

  /// One session from beginning to end.
  private static func show() -> DemoScreen {
    let wantsPictures = CommandLine.arguments.contains("pictures")
    let themes = [Theme.builtIn, Theme(inverting: .builtIn)]
    let session: TerminalSession
    do {
      session = try TerminalSession(theme: themes[0], wantsImages: wantsPictures)
    } catch {
      fputs("terminal-demo: \(error)\n", standardError)
      exit(1)
    }
    var screen = DemoScreen(session: session, showsPictures: wantsPictures)
    while !screen.isQuitting {
      session.present(
        screen.grid(size: session.size), pictures: screen.pictures, theme: themes[screen.themeIndex])
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
