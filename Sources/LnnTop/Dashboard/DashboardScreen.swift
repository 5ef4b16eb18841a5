import Dashboard
import Foundation
import RunStore
import Screen
import Sweeps
import Telemetry
import Terminal
import Text

/// The dashboard on this process's terminal: opened, shown until the user quits, and closed again.
struct DashboardScreen {
  private let session: TerminalSession
  private let appearance: Appearance
  private let catalogue: RunCatalogue
  private let sweep: SweepWatch?
  private let firstStart: FirstStart

  /// True where stdout is a terminal that can show the dashboard. A terminal that cannot is worth a remark; a pipe
  /// or a file is not.
  static func isPossible(locations: Locations) -> Bool {
    guard let obstacle = TerminalSession.obstacle(environment: locations.environment) else { return true }
    if Console.isResultTerminal { Console.writeMessage("lnn-top: no dashboard: \(obstacle)") }
    return false
  }

  /// - Parameters:
  ///   - runs: the folder of the recorded runs; nil: the usual one.
  ///   - sweep: what is shown beside the runs; nil: the sweep of the run on the screen, if it is of one.
  init(_ appearance: Appearance, locations: Locations, runs: String? = nil, sweep: SweepWatch? = nil) throws {
    self.appearance = appearance
    self.sweep = sweep
    firstStart = FirstStart(environment: locations.environment)
    catalogue = RunCatalogue(directory: runs ?? locations.runs)
    session = try TerminalSession(
      theme: appearance.themes[appearance.themeIndex], colors: appearance.colors,
      wantsMouse: appearance.wantsMouse, wantsImages: appearance.wantsPixels)
    if let whole = session.oversize {
      // Printed when the session ends, as whatever is written meanwhile.
      Console.writeMessage(
        "lnn-top: the terminal is \(text(whole)); the dashboard uses \(text(session.size)) of it")
    }
  }

  private func text(_ size: Size) -> String {
    "\(NumberText.grouped(size.columns)) x \(NumberText.grouped(size.rows))"
  }

  /// Shows a source until the user quits or a signal arrives; the terminal is then as it was before.
  ///
  /// - Parameter path: the run file of the source, if there is one.
  func show(_ source: any FrameSource, path: String?) -> DashboardLoop.Ending {
    defer { session.restore() }
    var loop = loop(for: source, path: path, themeIndex: appearance.themeIndex, glyphs: appearance.glyphs)
    // A sweep has keys of its own.
    loop.state.hasTour = source.mode != .sweep && hasRoomForTour && firstStart.claim()
    loop.state.drawsPixels = appearance.wantsPixels
    while true {
      let ending = loop.run()
      guard case .open(let run, let path) = ending else { return ending }
      let inner = show(run, path: path, over: loop.state)
      if case .interrupted = inner { return inner }
    }
  }

  private var hasRoomForTour: Bool {
    session.size.columns >= Tour.leastSize.columns && session.size.rows >= Tour.leastSize.rows
  }

  /// Shows a recorded run on top of a dashboard that continues afterwards.
  private func show(_ run: any FrameSource, path: String, over outer: DashboardState) -> DashboardLoop.Ending
  {
    var loop = loop(for: run, path: path, themeIndex: outer.themeIndex, glyphs: outer.glyphs)
    loop.state.isNested = true
    loop.state.drawsPixels = outer.drawsPixels
    return loop.run()
  }

  /// The sweep in whose folder a run lies.
  private static func sweep(ofRun path: String) -> SweepWatch? {
    let folder = SweepFolder(path: path.parentFolder)
    return folder.hasPlan ? SweepWatch(folder, keepsIndex: false) : nil
  }

  private func loop(
    for source: any FrameSource, path: String?, themeIndex: Int, glyphs: GlyphSet
  ) -> DashboardLoop {
    var state = DashboardState(
      description: source.description, mode: source.mode, themeNames: appearance.themes.map(\.slug),
      themeIndex: themeIndex, glyphs: glyphs, isSmoothed: appearance.isSmoothed,
      isLossLogarithmic: appearance.isLossLogarithmic)
    state.secondsFromGMT = TimeZone.current.secondsFromGMT(for: source.description.startedAt)
    state.presentPath = path.map(RunCatalogue.canonical)
    let sweep = sweep ?? state.presentPath.flatMap(Self.sweep(ofRun:))
    state.hasSweep = sweep != nil
    return DashboardLoop(
      session: session, source: source, catalogue: catalogue, sweep: sweep, themes: appearance.themes,
      framesPerSecond: appearance.framesPerSecond, state: state)
  }
}
