import Telemetry

/// What a key does, free of which key it is.
public enum KeyCommand: Sendable, Hashable {
  /// A step through a list or a page.
  public enum Move: Sendable, Hashable {
    case up
    case down
    case pageUp
    case pageDown
    case first
    case last
  }

  case togglePause
  case step
  case stepBack
  case quit
  case toggleHelp
  case show(ViewKind)
  /// The view this many tabs further.
  case cycleView(Int)
  case move(Move)
  case open
  case back
  case find
  case sortColumn
  case reverseSort
  case perturb(Perturbation.Kind)
  /// The selected perturbation stronger (+1) or weaker (-1).
  case magnitude(Int)
  /// The chance of the selected perturbation higher (+1) or lower (-1).
  case probability(Int)
  /// The selected perturbation longer (+1) or shorter (-1).
  case duration(Int)
  /// The selected perturbation begins later (+1) or earlier (-1).
  case start(Int)
  /// Perturb the probe only, or training too.
  case perturbTraining
  /// Removes the selected row of what is in force.
  case removeActive
  case channel(Int)
  case probe(Int)
  case clear
  case silence
  case clamp
  case toggleLogLoss
  case toggleSmoothing
  /// The next quantity on the x axis of the loss.
  case lossAxis
  /// Draws the selected recorded run over the present one, or no longer.
  case markRun
  case openRun
  case sortRuns
  case reverseRuns
  case theme(Int)
  case glyphs
  /// The time cursor over the probe, this many steps on.
  case cursor(Int)
  /// The time cursor, this many tenths of the probe on.
  case cursorTenths(Int)
  /// The next quantity in the raster.
  case rasterQuantity
  /// Moves a replay by this fraction of its length.
  case seek(Double)
  case seekStart
  case seekEnd
  /// Moves a replay to the next (+1) or the previous (-1) event.
  case seekEvent(Int)
  /// Twice as fast (+1) or half as fast (-1).
  case speed(Int)
  /// Writes what is on the screen to files.
  case saveScreen
  case note
  case zoom
  /// The panel this many further gets the focus.
  case focus(Int)
  case suspend
  case redraw

  /// Whether this still works while the help page is open.
  var worksInHelp: Bool {
    switch self {
    case .quit, .toggleHelp, .move, .back, .find, .theme, .glyphs, .saveScreen, .suspend, .redraw: true
    default: false
    }
  }
}
