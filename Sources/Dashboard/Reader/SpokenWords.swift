import Screen
import Telemetry
import Text

/// The sentences of a `Speaker`: plain words and numbers, no symbols that a screen reader would spell out.
enum SpokenWords {
  /// What is shown, and how to go on.
  static func introduction(_ state: DashboardState) -> String {
    let model = state.description.model
    return "\(state.description.name): \(model.cell), \(counted(model.neurons.count, "neuron")),"
      + " \(counted(state.channelCount, "input")). Type keys and Enter; Enter alone says where it stands, ? lists the"
      + " keys, q leaves."
  }

  /// `epoch 3, step 120 of 400, loss 0.123, validation 0.130, mae 0.210`
  static func progress(_ state: DashboardState) -> String {
    let latest = state.history.latest
    guard let step = latest?.step ?? state.frame?.step else { return state.waiting }
    let count = state.isStream ? "row" : "step"
    var parts = latest.flatMap { state.isStream ? nil : "epoch \($0.epoch)" }.map { [$0] } ?? []
    parts.append("\(count) \(step)" + (state.description.plannedSteps.map { " of \($0)" } ?? ""))
    if let loss = latest?.loss { parts.append("\(state.isStream ? "error" : "loss") \(number(loss))") }
    let metric = state.description.task.metricName
    if let validation = state.outcome?.validation ?? state.history.latestValidation {
      parts.append("validation \(number(validation.loss))")
      if validation.metric.isFinite { parts.append("\(metric) \(number(validation.metric))") }
    }
    if let test = state.outcome?.test { parts.append("test \(metric) \(number(test.metric))") }
    return parts.joined(separator: ", ")
  }

  static func view(_ state: DashboardState) -> String { "view \(state.view.rawValue), \(state.view.title)" }

  /// `command 1, layer command, state 0.31, time constant 1.2 s, silenced`
  static func neuron(_ state: DashboardState) -> String {
    let (neuron, neurons) = (state.selectedNeuron, state.description.model.neurons)
    guard neurons.indices.contains(neuron) else { return "no neuron" }
    var parts = ["neuron \(neurons[neuron].name)", "layer \(neurons[neuron].layer)"]
    let value = state.momentState(ofNeuron: neuron)
    if !value.isNaN { parts.append("state \(number(Double(value)))") }
    let constant = state.momentTimeConstant(ofNeuron: neuron)
    if !constant.isNaN {
      parts.append("time constant \(number(Double(constant))) \(ProbeChart.xUnit(state))")
    }
    if let intervention = state.intervention(onNeuron: neuron) {
      parts.append(Wording.intervention(intervention))
    }
    return parts.joined(separator: ", ")
  }

  /// What an opened neuron is connected with.
  static func detail(_ state: DashboardState) -> String {
    let neuron = state.selectedNeuron
    guard neuron < state.neuronCount else { return "no neuron" }
    let (incoming, outgoing) = (state.connections.incoming[neuron], state.connections.outgoing[neuron])
    return
      "\(state.neuronName(neuron)) opened: \(counted(incoming.count, "synapse")) in, \(outgoing.count) out;"
      + " a selects the next one, Esc closes"
  }

  /// `input crosswind, 0.12`
  static func channel(_ state: DashboardState) -> String {
    let value = state.momentInput(ofChannel: state.selectedChannel)
    let now = value.isNaN ? "" : ", \(number(Double(value)))"
    return "input \(state.channelName(state.selectedChannel))\(now)"
  }

  static func run(_ run: RunEntry) -> String {
    let loss = run.bestLoss.map { ", best loss \(number($0))" } ?? ""
    return "run \(run.name), \(run.stateWord), \(counted(run.steps, "step"))\(loss)"
  }

  /// Every perturbation and intervention.
  static func inForce(_ state: DashboardState) -> [String] {
    state.activePerturbations.map { "\(Wording.perturbation($0)) on \(state.channelName($0.channel))" }
      + state.activeInterventions.map { "\(state.name(of: $0.target)) \(Wording.intervention($0))" }
      + (state.perturbsTraining && !state.isStream ? ["training is perturbed too"] : [])
  }

  /// What is to be typed; nil where keys are keys.
  static func prompt(_ state: DashboardState) -> String? {
    if state.noteEntry != nil { return "type a note and Enter; Enter alone drops it" }
    if state.neuronList.isEditingFilter { return "type part of a neuron's name or layer and Enter" }
    if state.runList.isEditingFilter { return "type part of a run's name and Enter" }
    return nil
  }

  /// Every key that works here, from the table that dispatches them.
  static func help(_ state: DashboardState) -> [String] {
    KeyTable.bindings.filter { binding in
      binding.applies(toStream: state.isStream)
        && binding.keys.contains {
          KeyTable.binding(for: $0, in: state.mode, view: state.view, isStream: state.isStream)?.id
            == binding.id
        }
    }.map { "\($0.label): \($0.help(inStream: state.isStream))" }
  }

  private static func number(_ value: Double) -> String { NumberText.significant(value, digits: 3) }
}
