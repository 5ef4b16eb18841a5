import Dashboard
import Foundation
import LiquidTraining
import RunStore
import Screen
import Telemetry
import Terminal

/// Connects a frame source, the dashboard and the terminal until the user quits.
struct DashboardLoop {
  let session: TerminalSession
  let source: any FrameSource
  /// The recorded runs of the view of runs.
  let catalogue: RunCatalogue
  /// The sweep that is shown, or that the run is of; nil where there is none.
  let sweep: SweepWatch?
  let themes: [Theme]
  /// Pictures a second at the most.
  let framesPerSecond: Double
  var state: DashboardState

  /// Why the loop ended.
  enum Ending {
    case quit
    /// A signal asked the program to end, or the terminal went away.
    case interrupted(signal: Int32)
    /// A recorded run was opened and is to be shown; `run` may be called again afterwards.
    case open(any FrameSource, path: String)
  }

  /// Runs until the user quits, opens another run, or a signal arrives. The caller restores the terminal.
  mutating func run() -> Ending {
    source.setWakeup(session.waker)
    // What goes on meanwhile waits: nobody sees it.
    defer { source.setWakeup {} }
    catalogue.setWakeup(session.waker)
    sweep?.setWakeup(session.waker)
    sweep?.watch(state.view == .sweep)
    defer { sweep?.watch(false) }
    state.cellPixels = session.cellPixels
    apply(.resized(session.size))
    apply(.telemetry(source.drain()))
    // Beneath a replay that was opened from here there may be a training, too.
    let isThrifty = state.mode != .replay || state.isNested
    var schedule = PictureSchedule(framesPerSecond: framesPerSecond, isThrifty: isThrifty)
    var isStale = true
    while true {
      let now = monotonicSeconds()
      if isStale, schedule.isDue(now: now) {
        let started = threadSeconds()
        draw()
        schedule.drew(now: now, cost: threadSeconds() - started)
        isStale = session.isBehind
      }
      let timeout = isStale ? schedule.delay(now: now) : secondsUntilMessageExpires(now: now)
      for event in session.wait(timeout: timeout) {
        if let ending = handle(event) { return ending }
        // A key's answer must not wait for the next picture's turn.
        switch event {
        case .key, .mouse, .paste: schedule.hurry()
        case .focused(let isFocused): schedule.setFocused(isFocused)
        default: break
        }
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
      return apply(.key(key))
    case .mouse(let mouse):
      return apply(.mouse(mouse))
    case .paste(let text):
      return apply(.paste(text))
    case .focused:
      return nil
    case .resized(let size):
      state.cellPixels = session.cellPixels
      apply(.resized(size))
      return nil
    case .woken:
      for action in catalogue.drain() { apply(action) }
      for action in sweep?.drain() ?? [] { apply(action) }
      // Frames are taken in right before the next picture: what a newer one replaces until then counts as skipped.
      return catalogue.takeOpened().flatMap { show($0) }
    case .interrupted(let signal):
      // Ctrl-C quits, and arrives as a signal.
      if signal == SIGINT { return apply(.key(.control("c"))) }
      return .interrupted(signal: signal)
    case .hangup:
      return .interrupted(signal: SIGHUP)
    }
  }

  /// Reduces an action and carries out its effects; says where one of them ends the loop.
  @discardableResult
  mutating func apply(_ action: Action) -> Ending? {
    var ending: Ending?
    for effect in reduce(&state, action) {
      switch effect {
      case .send(let command): source.send(command)
      case .quit: ending = .quit
      case .openRun(let path): catalogue.open(path)
      case .cancelOpening: catalogue.forgetOpening()
      case .listRuns: catalogue.list()
      case .watchSweep(let isOn): sweep?.watch(isOn)
      case .loadCurves(let path): catalogue.load(path)
      case .suspend: session.suspend()
      case .copy(let text, let what): copy(text, what)
      case .redraw: session.redraw()
      case .saveScreen:
        apply(SavedScreen.save(state, size: session.size, theme: themes[state.themeIndex]))
      }
    }
    return ending
  }

  private mutating func show(_ opened: RunCatalogue.Opened) -> Ending? {
    switch opened.result {
    case .success(let source):
      apply(.runOpened(path: opened.path))
      return .open(source, path: opened.path)
    case .failure(let error):
      return apply(.runRefused(path: opened.path, error.description))
    }
  }

  private mutating func copy(_ text: String, _ what: String) {
    let isPossible = session.copy(text)
    apply(
      .report(
        isPossible ? "copied \(what): \(text)" : "this terminal has no clipboard that programs reach",
        isWarning: !isPossible))
  }

  private mutating func draw() {
    apply(.telemetry(source.drain()))
    session.setTitle(state.terminalTitle)
    let (grid, pictures) = renderPictures(state, size: session.size)
    session.present(grid, pictures: pictures, theme: themes[state.themeIndex])
  }
}

/// When the next picture may be drawn: smoothly where there is time for it, but never so often that training has to
/// wait for the screen. The training threads fill every core and wait for one another at each step, so what drawing
/// takes of one core the training loses as a whole.
package struct PictureSchedule: Sendable {
  /// Of one core's time, for pictures of a run in training.
  private static let budget = CostBudget(share: 0.02)
  /// Seconds without a new picture at the most, whatever it costs.
  private static let longest = 0.25

  /// Seconds between two pictures of a window that has not the keyboard: it is looked at now and then.
  private static let unfocusedPause = 1.0

  private let shortest: Double
  private let isThrifty: Bool
  private var isFocused = true
  private var nextDue = -Double.infinity
  /// Pictures after a key that are drawn soon: its answer comes from another thread, a moment after the key's own picture.
  private var hurried = 0
  private static let hurriedPictures = 2
  /// Seconds between them.
  private static let hurriedPause = 0.01

  /// - Parameters:
  ///   - framesPerSecond: pictures a second at the most.
  ///   - isThrifty: whether there is a training that drawing could slow down.
  package init(framesPerSecond: Double, isThrifty: Bool) {
    shortest = 1 / framesPerSecond
    self.isThrifty = isThrifty
  }

  package func isDue(now: Double) -> Bool { now >= nextDue }

  /// Seconds until a picture is due; 0 where it is.
  package func delay(now: Double) -> Double { max(0, nextDue - now) }

  /// Notes that a picture was begun at `now` and took `cost` seconds of computing.
  package mutating func drew(now: Double, cost: Double) {
    if hurried > 0 {
      hurried -= 1
      nextDue = now + Self.hurriedPause
      return
    }
    let pause = isThrifty ? min(Self.longest, Self.budget.pause(cost: cost, interval: shortest)) : shortest
    nextDue = now + max(shortest, pause, isFocused ? 0 : Self.unfocusedPause)
  }

  /// Slows down while another window has the keyboard, and shows at once what has happened when it comes back.
  package mutating func setFocused(_ isFocused: Bool) {
    self.isFocused = isFocused
    if isFocused { nextDue = -.infinity }
  }

  /// The next pictures show what a key did, which must not wait.
  package mutating func hurry() { (nextDue, hurried) = (-.infinity, Self.hurriedPictures) }
}

/// Seconds this thread has computed: other than the time of day it stands still while others have the core.
func threadSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
