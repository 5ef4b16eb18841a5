import Screen
import Telemetry
import Text

// What leaves the screen as text: the title of the terminal's window, and what the person copies.
extension DashboardState {
  /// The state and the task, for the title of the terminal's window.
  public var terminalTitle: String {
    let name = mode == .sweep ? sweepList.snapshot?.name ?? description.name : description.task.name
    return "\(StateWord(self).text) \(name) - lnn-top"
  }

  /// Copies what is selected in this view; where nothing is, the values at the time cursor.
  mutating func copySelection() -> [Effect] {
    guard let (text, what) = selection else { return showMessage("there is nothing selected to copy") }
    return [.copy(text.sanitized, what: what)]
  }

  private var selection: (text: String, what: String)? {
    switch view {
    case .runs: runList.selected.map { ($0.path, "path") }
    case .sweep: selectedOptions.map { ($0, "options") }
    case .neurons, .raster, .wiring: neuronRow.map { ($0, "neuron") }
    case .inputs: channelValue.map { ($0, "input") }
    case .overview, .why: outputValues.map { ($0, "outputs") }
    }
  }

  /// `--units 32 --learning-rate 0.01`, as the command line takes the selected trial's options.
  private var selectedOptions: String? {
    guard let trial = sweepList.selected, let axes = sweepList.snapshot?.axes else { return nil }
    let options = zip(axes, trial.words).compactMap { axis, word in
      word.map { "--\(axis.name) \(ShellWord.quoted($0))" }
    }
    return options.isEmpty ? nil : options.joined(separator: " ")
  }

  /// `inter 3 (inter) t=1.25 state 0.31 tau 0.5`
  private var neuronRow: String? {
    guard selectedNeuron < neuronCount, hasProbe else { return nil }
    let layer = description.model.neurons[selectedNeuron].layer
    let constant = momentTimeConstant(ofNeuron: selectedNeuron)
    return "\(neuronName(selectedNeuron)) (\(layer)) \(moment) "
      + "state \(number(momentState(ofNeuron: selectedNeuron)))"
      + (constant.isNaN ? "" : " tau \(number(constant))")
  }

  private var channelValue: String? {
    guard selectedChannel < channelCount, hasProbe else { return nil }
    return "\(channelName(selectedChannel)) \(moment) \(number(momentInput(ofChannel: selectedChannel)))"
  }

  /// `t=1.25 steering -0.33 (target -0.35)`
  private var outputValues: String? {
    guard let trace = frame?.probe.nominal, trace.stepCount > 0 else { return nil }
    let step = cursorStep ?? trace.stepCount - 1
    let outputs = description.task.outputNames.indices.compactMap { output -> String? in
      let values = trace.output(output)
      guard step < values.count else { return nil }
      let targets = trace.target(output)
      let target = step < targets.count && targets[step].isFinite ? " (target \(number(targets[step])))" : ""
      return "\(outputName(output)) \(number(values[step]))\(target)"
    }
    return outputs.isEmpty ? nil : "\(moment) \(outputs.joined(separator: ", "))"
  }

  private var hasProbe: Bool { (frame?.probe.nominal.stepCount ?? 0) > 0 }

  /// `t=1.25`, or `at the end` where the time cursor is not set.
  private var moment: String { momentText ?? "at the end" }

  private func number(_ value: Float) -> String { NumberText.short(Double(value)) }
}
