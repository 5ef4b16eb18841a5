import Telemetry
import Text

/// A run as tables of comma-separated values: one row a step, one an event, or one a time step of each probe.
///
/// Numbers are written in as few digits as read back to the same value, non-finite ones as `nan`, `inf` and `-inf`;
/// where there is no value, the field is empty.
public struct CSVExport {
  public enum Table: String, Sendable, Hashable, CaseIterable {
    case scalars
    case traces
    case events

    /// How the header begins; a file that begins so may be written anew.
    package var beginning: String {
      switch self {
      case .scalars: "step,epoch,elapsed,loss,"
      case .traces: "step,elapsed,probe,series,time,"
      case .events: "step,elapsed,kind,detail"
      }
    }
  }

  package let reader: RunReader

  package init(reader: RunReader) {
    self.reader = reader
  }

  /// Writes a table piece by piece.
  ///
  /// - Parameter frames: of the traces, only those of these frames; nil writes all.
  package func write<Failure: Error>(
    _ table: Table, frames: [FrameEntry]? = nil, to sink: (String) throws(Failure) -> Void
  ) throws(Failure) {
    switch table {
    case .scalars: try writeScalars(to: sink)
    case .events: try writeEvents(to: sink)
    case .traces: try writeTraces(of: frames ?? reader.frames(), to: sink)
    }
  }

  private func writeScalars<Failure: Error>(to sink: (String) throws(Failure) -> Void) throws(Failure) {
    let metric = CSVText.field("validation_\(reader.description.task.metricName)".sanitized)
    try sink(Table.scalars.beginning + "learning_rate,gradient_norm,validation_loss,\(metric)\n")
    for scalars in reader.scalars() {
      let validation = scalars.validation
      let numbers = [
        scalars.elapsed, scalars.loss, scalars.learningRate, scalars.gradientNorm, validation?.loss,
        validation?.metric,
      ]
      let fields = ["\(scalars.step)", "\(scalars.epoch)"] + numbers.map { $0.map { "\($0)" } ?? "" }
      try sink(fields.joined(separator: ",") + "\n")
    }
  }

  private func writeEvents<Failure: Error>(to sink: (String) throws(Failure) -> Void) throws(Failure) {
    try sink(Table.events.beginning + "\n")
    for event in reader.events() {
      let detail = CSVText.field(event.detail.sanitized)
      try sink("\(event.step),\(event.elapsed),\(event.kind.rawValue),\(detail)\n")
    }
  }
}
