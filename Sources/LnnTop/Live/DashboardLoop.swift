import Dashboard
import Glibc
import LiquidTraining
import Screen
import Telemetry
import Terminal

/// Connects a frame source, the dashboard and the terminal until the person leaves.
struct DashboardLoop {
  let session: TerminalSession
  let source: any FrameSource
  let themes: [Theme]
  /// Pictures a second at the most.
  let framesPerSecond: Double
  var state: DashboardState

  /// Why the loop ended.
  enum Ending {
    case quit
    /// A signal asked the program to end, or the terminal went away.
    case interrupted(signal: Int32)
  }

  /// Runs until the person quits or a signal comes. The caller restores the terminal.
  mutating func run() -> Ending {
    source.setWakeup(session.waker)
    apply(.resized(session.size))
    apply(.telemetry(source.drain()))
    var lastDrawn = -Double.infinity
    var isStale = true
    while true {
      let now = monotonicSeconds()
      let due = lastDrawn + 1 / framesPerSecond
      if isStale, now >= due {
        draw()
        lastDrawn = now
        isStale = false
      }
      let timeout = isStale ? max(0, due - now) : secondsUntilMessageExpires(now: now)
      for event in session.wait(timeout: timeout) {
        if let ending = handle(event) { return ending }
        // A key's answer must not wait for the next picture's turn.
        if case .key = event { lastDrawn = -Double.infinity }
        isStale = true
      }
      let hadMessage = state.message != nil
      apply(.tick(now: monotonicSeconds()))
      if hadMessage, state.message == nil { isStale = true }
    }
  }

  /// Without a message nothing changes by itself: the loop then sleeps until something happens.
  private func secondsUntilMessageExpires(now: Double) -> Double? {
    state.message.map { max(0, $0.expiresAt - now) }
  }

  private mutating func handle(_ event: TerminalEvent) -> Ending? {
    switch event {
    case .key(let key):
      return apply(.key(key)) ? .quit : nil
    case .mouse:
      return nil
    case .resized(let size):
      apply(.resized(size))
      return nil
    case .woken:
      // Taken in right before the next picture: what a newer frame replaces until then counts as skipped.
      return nil
    case .interrupted(let signal):
      // Ctrl-C is a person's way to quit, and comes as a signal.
      if signal == SIGINT { return apply(.key(.control("c"))) ? .quit : nil }
      return .interrupted(signal: signal)
    case .hangup:
      return .interrupted(signal: SIGHUP)
    }
  }

  /// Reduces an action and carries out its effects; true where the person quits.
  @discardableResult
  private mutating func apply(_ action: Action) -> Bool {
    var quits = false
    for effect in reduce(&state, action) {
      switch effect {
      case .send(let command): source.send(command)
      case .quit: quits = true
      case .suspend: session.suspend()
      case .redraw: session.redraw()
      case .saveScreen: saveScreen()
      }
    }
    return quits
  }

  /// Into the folder where the program was started.
  private mutating func saveScreen() {
    let screen = SavedScreen(
      grid: render(state, size: session.size), theme: themes[state.themeIndex], run: state.description.name,
      step: state.frame?.step ?? 0)
    do {
      let files = try screen.write(into: ".")
      apply(.report("saved \(files.text) and \(files.picture)", isWarning: false))
    } catch {
      apply(.report("\(error)", isWarning: true))
    }
  }

  private mutating func draw() {
    apply(.telemetry(source.drain()))
    session.present(render(state, size: session.size), theme: themes[state.themeIndex])
  }
}
