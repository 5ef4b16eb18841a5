import Telemetry
import Text

extension CSVExport {
  /// One row a time step: the inputs, every neuron's state and time constant, the outputs and their targets.
  ///
  /// A frame that cannot be read is left out; `RunReader.damage` tells.
  func writeTraces<Failure: Error>(
    of frames: [FrameEntry], to sink: (String) throws(Failure) -> Void
  ) throws(Failure) {
    try sink(
      Table.traces.beginning + columns.map { CSVText.field($0.sanitized) }.joined(separator: ",") + "\n")
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
    let beginning = "\(frame.step),\(frame.elapsed),\(frame.probe.index),\(series)"
    var text = ""
    for (step, time) in trace.times.enumerated() {
      text += "\(beginning),\(time)"
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
      text += values.indices.contains(index) ? ",\(values[index])" : ","
    }
  }
}
