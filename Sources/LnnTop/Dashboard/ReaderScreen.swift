import Dashboard
import Foundation
import LiquidTraining
import RunStore
import Screen
import Telemetry
import Terminal
import Text

/// The dashboard for a screen reader: plain lines on stdout say what changes, and lines on stdin are keys. It has the
/// state, the reducer and the keys of the dashboard that is drawn.
struct ReaderScreen {
  let appearance: Appearance
  let locations: Locations

  /// Shows a source until the user quits, a signal arrives, or nothing more can come: neither keys nor news.
  ///
  /// - Parameter path: the run file of the source, if there is one.
  func show(_ source: any FrameSource, path: String?) throws -> DashboardLoop.Ending {
    let signals = try SignalGuard()
    defer { signals.end() }
    let reader = ReaderLoop(
      source: source, catalogue: RunCatalogue(directory: locations.runs), theme: appearance.themes[0],
      signals: signals, waker: try Waker(), state: state(of: source, path: path))
    return reader.run()
  }

  private func state(of source: any FrameSource, path: String?) -> DashboardState {
    var state = DashboardState(
      description: source.description, mode: source.mode, themeNames: [], themeIndex: 0, glyphs: .ascii,
      isSmoothed: appearance.isSmoothed, isLossLogarithmic: appearance.isLossLogarithmic)
    state.secondsFromGMT = TimeZone.current.secondsFromGMT(for: source.description.startedAt)
    state.presentPath = path.map(RunCatalogue.canonical)
    return state
  }
}

/// Waits for lines, news and signals, and writes what they change.
private final class ReaderLoop {
  private let source: any FrameSource
  private let catalogue: RunCatalogue
  /// Of saved screens.
  private let theme: Theme
  private let signals: SignalGuard
  private let waker: Waker
  private var state: DashboardState
  private var speaker = Speaker()
  private var input = TypedLines()
  private var ending: DashboardLoop.Ending?

  /// Seconds between two looks where nothing comes: messages end, and the loss is told in time.
  private static let interval = 1.0

  init(
    source: any FrameSource, catalogue: RunCatalogue, theme: Theme, signals: SignalGuard, waker: Waker,
    state: DashboardState
  ) {
    self.source = source
    self.catalogue = catalogue
    self.theme = theme
    self.signals = signals
    self.waker = waker
    self.state = state
  }

  func run() -> DashboardLoop.Ending {
    let wake: @Sendable () -> Void = { [waker] in waker.wake() }
    source.setWakeup(wake)
    catalogue.setWakeup(wake)
    defer {
      source.setWakeup {}
      catalogue.setWakeup {}
    }
    while ending == nil {
      apply(.tick(now: monotonicSeconds()))
      apply(.telemetry(source.drain()))
      for action in catalogue.drain() { apply(action) }
      say(speaker.lines(state))
      if let number = signals.received { ending = .interrupted(signal: number) }
      // Nobody can press q any more, and nothing is left to tell.
      if input.hasEnded, isOver { apply(.key(.control("c"))) }
      guard ending == nil else { break }
      wait()
    }
    say(speaker.lines(state))
    return ending ?? .quit
  }

  private var isOver: Bool {
    if state.mode == .replay { return state.playback.map { !$0.isPlaying } ?? true }
    return state.outcome != nil || state.abandonment != nil
  }

  private func wait() {
    var waits = [
      pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    if !input.hasEnded { waits.append(pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)) }
    guard poll(&waits, nfds_t(waits.count), Int32(Self.interval * 1_000)) > 0 else { return }
    if waits[0].revents != 0 { waker.reset() }
    if waits.count > 2, waits[2].revents != 0 { take(input.read()) }
  }

  private func take(_ lines: [String]) {
    for line in lines where ending == nil {
      if line.isEmpty, TypedKeys.keys(of: line, in: state).isEmpty {
        say(speaker.summary(state))
        continue
      }
      for key in TypedKeys.keys(of: line, in: state) where ending == nil {
        apply(.key(key))
        say(speaker.lines(state))
        // What the keys do was said; a page of text has nothing to close.
        if state.help != nil { apply(.key(.escape)) }
      }
    }
  }

  private func apply(_ action: Action) {
    for effect in reduce(&state, action) { carryOut(effect) }
  }

  private func carryOut(_ effect: Effect) {
    switch effect {
    case .send(let command): source.send(command)
    case .quit: ending = .quit
    case .listRuns: catalogue.list()
    case .loadCurves(let path): catalogue.load(path)
    case .openRun(let path):
      apply(.runRefused(path: path, "'lnn-top replay --reader \(ShellWord.quoted(path))' opens it"))
    case .cancelOpening, .watchSweep: return
    case .suspend: raise(SIGTSTP)
    case .redraw: say(speaker.summary(state))
    // As it would be drawn on a terminal of the usual size.
    case .saveScreen: apply(SavedScreen.save(state, size: state.size, theme: theme))
    // Its output is no terminal's, whose clipboard could be asked for.
    case .copy(let text, let what): apply(.report("\(what): \(text)", isWarning: false))
    }
  }

  private func say(_ lines: [String]) {
    for line in lines {
      // Who does not listen any more wants nothing more.
      guard (try? Console.writeResult(line)) != nil else {
        if ending == nil { apply(.key(.control("c"))) }
        return
      }
    }
  }
}
