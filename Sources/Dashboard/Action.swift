import Screen
import Telemetry

/// Everything that can happen to the dashboard.
public enum Action: Sendable {
  case key(KeyEvent)
  case mouse(MouseEvent)
  /// Text that was pasted, as it is.
  case paste(String)
  /// Shows a view and selects a neuron, which Neurons opens: for pictures of a run.
  case show(ViewKind, neuron: Int?)
  /// The outcome of an effect, for the person to read.
  case report(String, isWarning: Bool)
  /// What the frame source delivered.
  case telemetry(TelemetryBatch)
  case resized(Size)
  /// The answer to `Effect.listRuns`; several where there are many runs.
  case runs(RunListingUpdate)
  /// The answer to `Effect.loadCurves`.
  case curves(RunCurves)
  /// The sweep as it stands: after `Effect.watchSweep`, whenever something has changed.
  case sweep(SweepSnapshot)
  /// Why the sweep cannot be read.
  case sweepRefused(String)
  /// The answer to `Effect.openRun`: the run is about to be shown.
  case runOpened(path: String)
  /// The other answer: why it could not be opened, in one line.
  case runRefused(path: String, String)
  /// Time passed; `now` is in monotonic seconds. Messages end by this, because drawing reads no clock.
  case tick(now: Double)
}

/// What the program has to do after a change of state.
public enum Effect: Sendable, Equatable {
  case send(Command)
  case quit
  /// Look for recorded runs, away from the thread that draws.
  case listRuns
  /// Look what becomes of the sweep, away from the thread that draws, or no longer.
  case watchSweep(Bool)
  /// Read the losses of a run, away from the thread that draws.
  case loadCurves(path: String)
  /// Read a run, away from the thread that draws, and show it until the person leaves it: as a replay, or attached to it
  /// while it is made. One that is being read is forgotten.
  case openRun(path: String)
  /// Forget the run that is being read.
  case cancelOpening
  /// Stop the process until the shell continues it.
  case suspend
  /// Put a text into the terminal's clipboard and report whether that was possible; `what` names it in the message.
  case copy(String, what: String)
  /// Paint the whole screen again.
  case redraw
  /// Write what is on the screen to files and report where they are.
  case saveScreen
}
