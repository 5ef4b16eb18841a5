import Foundation

/// One line about a recorded run, for lists. Numbers are nil where there is none or it is not finite; texts
/// are free of control characters.
public struct RunSummary: Sendable, Hashable, Codable {
  /// How a run stands.
  public enum State: String, Sendable, Hashable, Codable {
    case done
    case stopped
    case diverged
    /// Its process was killed.
    case interrupted
    /// A process is recording it now.
    case recording
    case unreadable
  }

  public var path: String
  public var state: State
  /// Why the file is unreadable, or what is damaged in it.
  public var problem: String?
  public var name = ""
  public var task = ""
  /// Cell, wiring and size, such as `ltc auto-ncp 19`.
  public var model = ""
  public var parameterCount = 0
  /// Optimiser steps made.
  public var steps = 0
  /// The training loss of the last step.
  public var lastLoss: Double?
  public var bestValidationLoss: Double?
  /// What `metric` is, such as `accuracy`.
  public var metricName = ""
  /// The metric where the validation loss was best.
  public var metric: Double?
  /// Seconds from the start to the end, or to the last step recorded.
  public var duration: Double?
  /// When training started; for an unreadable file, when it last changed.
  public var startedAt: Date
  /// What a person tagged the run with, in the order in which it was added.
  public var tags: [String] = []
  /// What a person noted about the run as a whole.
  public var notes: [String] = []
  /// Bytes on disk, with the WAL.
  public var fileSize: Int

  public init(path: String, state: State, startedAt: Date, fileSize: Int) {
    self.path = path
    self.state = state
    self.startedAt = startedAt
    self.fileSize = fileSize
  }
}
