import Telemetry

/// Whether a run goes on, and if not, how it ended.
public enum RunState: Sendable, Hashable {
  /// A process is recording it now.
  case recording
  /// There is no outcome and nobody records any more: the process was killed, or recording failed.
  case interrupted
  /// It ended, one way or another.
  case finished(Outcome)
}
