import Telemetry
import Text

/// A run as tables of comma-separated values: one row a step, one an event, or one a time step of each probe.
///
/// Numbers are written in as few digits as read back to the same value, non-finite ones as `nan`, `inf` and `-inf`;
/// where there is no value, the field is empty. Of a stream `step` counts rows and the losses are sliding errors: `loss`
/// the network's, `naive_loss` that of its naive twin.
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
  private let text: CSVText

  package init(reader: RunReader, text: CSVText = CSVText()) {
    self.reader = reader
    self.text = text
  }

  /// Writes a table piece by piece.
  ///
  /// - Parameter frames: the frames whose traces are written; nil: all.
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
    let part = reader.description.isStream ? "naive" : "validation"
    let metric = text.field("\(part)_\(reader.description.task.metricName)".sanitized)
    try sink(Table.scalars.beginning + "learning_rate,gradient_norm,\(part)_loss,\(metric)\n")
    for scalars in reader.scalars() {
      let validation = scalars.validation
      let numbers = [
        scalars.elapsed, scalars.loss, scalars.learningRate, scalars.gradientNorm, validation?.loss,
        validation?.metric,
      ]
      let fields = ["\(scalars.step)", "\(scalars.epoch)"] + numbers.map { $0.map(CSVText.number) ?? "" }
      try sink(fields.joined(separator: ",") + "\n")
    }
  }

  private func writeEvents<Failure: Error>(to sink: (String) throws(Failure) -> Void) throws(Failure) {
    try sink(Table.events.beginning + "\n")
    for event in reader.events() {
      let detail = text.field(event.detail.sanitized)
      let elapsed = CSVText.number(event.elapsed)
      try sink("\(event.step),\(elapsed),\(event.kind.rawValue),\(detail)\n")
    }
  }

  /// One row a time step: the inputs, every neuron's state and time constant, the outputs and their targets.
  ///
  /// A frame that cannot be read is left out; `RunReader.damage` tells.
  private func writeTraces<Failure: Error>(
    of frames: [FrameEntry], to sink: (String) throws(Failure) -> Void
  ) throws(Failure) {
    try sink(
      Table.traces.beginning + columns.map { text.field($0.sanitized) }.joined(separator: ",") + "\n")
    for entry in frames {
      guard let frame = try? reader.frame(entry) else { continue }
      try sink(rows(of: frame.probe.nominal, in: frame, series: "nominal"))
      if let perturbed = frame.probe.perturbed {
        try sink(rows(of: perturbed, in: frame, series: "perturbed"))
      }
    }
  }

  private var columns: [String] {
    let (task, neurons) = (reader.description.task, reader.description.model.neurons.map(\.name))
    return task.inputNames.map { "input:\($0)" } + neurons.map { "state:\($0)" }
      + neurons.map { "time constant:\($0)" } + task.outputNames.map { "output:\($0)" }
      + task.outputNames.map { "target:\($0)" }
  }

  private func rows(of trace: Trace, in frame: Frame, series: String) -> String {
    let (task, neurons) = (reader.description.task, reader.description.model.neurons.count)
    let (inputs, outputs) = (task.inputNames.count, task.outputNames.count)
    let elapsed = CSVText.number(frame.elapsed)
    let beginning = "\(frame.step),\(elapsed),\(frame.probe.index),\(series)"
    var text = ""
    for (step, time) in trace.times.enumerated() {
      text += "\(beginning),\(CSVText.number(time))"
      append(trace.inputs, step, inputs, to: &text)
      append(trace.states, step, neurons, to: &text)
      append(trace.timeConstants, step, neurons, to: &text)
      append(trace.outputs, step, outputs, to: &text)
      append(trace.targets, step, outputs, to: &text)
      text += "\n"
    }
    return text
  }

  /// The values of one time step; empty fields where the trace has none, such as time constants of an LSTM.
  private func append(_ values: [Float], _ step: Int, _ width: Int, to text: inout String) {
    for index in step * width..<(step + 1) * width {
      text += values.indices.contains(index) ? ",\(CSVText.number(values[index]))" : ","
    }
  }
}
