import Liquid
import Text

/// A network with its interface as an ONNX model: one step of any number of sequences side by side.
///
///     inputs   [batch, columns]  float64   values in the data's units, NaN where one is missing
///     elapsed  [batch, 1]        float64   time since the step before
///     state    [batch, size]     float32   zeros before the first step
///     ->
///     outputs  [batch, outputs]  float64   values in the targets' units, or a score per class
///     state_out                            of the next step
///
/// and for classes and bits `probabilities` and `label`. The state holds all that goes on from step to step: the
/// network's own, what stands for missing values, and whether there was a step.
///
/// Values are float64 because they may be large beside what matters of them, as dates and pressures are; the network
/// itself computes in float32, as in training.
package struct ONNXNetwork {
  private let program: StepProgram
  private let interface: NetworkInterface
  private let layout: ONNXStateLayout
  private var writer: ONNXProgramWriter

  /// The model.
  ///
  /// - Parameters:
  ///   - name: of the graph, such as the run's.
  ///   - version: of the program that writes it.
  ///   - properties: what else the model is to say of itself, such as the schema of its data.
  /// - Throws: where the interface is not that of the network.
  package static func model(
    _ program: StepProgram, _ interface: NetworkInterface, name: String, version: String,
    properties: [ONNXModel.Property] = []
  ) throws(DeviceCodeError) -> ONNXModel {
    let (inputs, outputs) = (program.inputs.count, program.outputs.count)
    guard inputs == interface.width, outputs == interface.outputs.count else {
      throw .doesNotFit(
        inputs: inputs, outputs: outputs, interfaceInputs: interface.width,
        interfaceOutputs: interface.outputs.count)
    }
    var network = ONNXNetwork(program, interface, name: name)
    network.write()
    let description = ONNXDescription(interface: interface, layout: network.layout)
    return ONNXModel(
      producerVersion: version, description: description.text,
      properties: description.properties + properties, graph: network.writer.builder.finished())
  }

  private init(_ program: StepProgram, _ interface: NetworkInterface, name: String) {
    self.program = program
    self.interface = interface
    layout = ONNXStateLayout(program, interface)
    writer = ONNXProgramWriter(
      program, builder: ONNXGraphBuilder(name: name, reserved: ONNXName.allCases.map(\.rawValue)))
  }

  private mutating func write() {
    addInputs()
    let before = splitState()
    let channels = ONNXChannels(interface, last: before[.lastValues], in: &writer.builder)
    let times = ONNXTimes(
      interface.time, waiting: before[.waiting], started: before[.started, default: ""], in: &writer.builder)
    writer.set(program.inputs, to: channels.all)
    writer.set(program.elapsed, to: times.elapsed)
    for vector in program.states { writer.set(vector: vector, to: before[.network(vector), default: ""]) }
    writer.write()
    let raw = writer.read(program.outputs)
    ONNXAnswers(interface, lacking: channels.lacking).write(raw, to: &writer.builder)
    writeState(before, channels, times)
  }

  private mutating func addInputs() {
    writer.builder.addInput(
      .inputs, .double, width: interface.inputs.count,
      "values in the data's units, in the order of the property 'inputs': numbers as they are, categories as the"
        + " place of their level, counted from 0; NaN and infinities are missing values, and so are an input's 'markers'"
    )
    writer.builder.addInput(
      .elapsed, .double, width: 1,
      "time since the step before, in \(interface.time.unit.sanitized); NaN, infinite or less than 0 stands for the usual step. The first"
        + " step of a sequence counts as one usual step, whatever is given")
    writer.builder.addInput(
      .state, .float, width: layout.size, "state_out of the step before; zeros begin a new sequence")
  }

  private mutating func splitState() -> [ONNXStateLayout.Role: String] {
    let sizes = writer.builder.integers(layout.entries.map(\.count))
    let parts = writer.builder.nodes(
      .split, [ONNXName.state.rawValue, sizes], ["axis": 1],
      named: layout.entries.map { "\($0.name)_before" })
    return Dictionary(zip(layout.entries.map(\.role), parts)) { first, _ in first }
  }

  /// A row that is left out changes nothing but the time that counts with the next one's.
  private mutating func writeState(
    _ before: [ONNXStateLayout.Role: String], _ channels: ONNXChannels, _ times: ONNXTimes
  ) {
    var (after, kept): ([String], [String]) = ([], [])
    for entry in layout.entries {
      kept.append(before[entry.role, default: ""])
      switch entry.role {
      case .network(let vector): after.append(writer.read(vector: vector))
      case .lastValues: after.append(channels.filled)
      case .started: after.append(times.started)
      case .waiting:
        after.append(times.none)
        kept[kept.count - 1] = times.waited
      }
    }
    var state = writer.builder.concat(after, named: "state_after")
    if let lacking = channels.lacking {
      let unchanged = writer.builder.concat(kept, named: "state_kept")
      state = writer.builder.node(.whereTrue, [lacking, unchanged, state], named: "state_after")
    }
    writer.builder.addOutput(.stateOut, state, .float, width: layout.size, "the state for the next step")
  }
}

/// The names of the inputs and outputs.
enum ONNXName: String, CaseIterable {
  case inputs
  case elapsed
  case state
  case outputs
  case probabilities
  case label
  case stateOut = "state_out"
}

/// What the state consists of, one after the other.
struct ONNXStateLayout {
  enum Role: Hashable {
    /// A vector of the program.
    case network(Int)
    /// The channels that stand for missing values, masks left out: 0 is the mean, and no category.
    case lastValues
    /// The time of rows that were left out, which counts with the next one's.
    case waiting
    /// 1 after the first step.
    case started
  }

  struct Entry: Hashable {
    let name: String
    let role: Role
    let count: Int
  }

  let entries: [Entry]

  var size: Int { entries.reduce(0) { $0 + $1.count } }

  init(_ program: StepProgram, _ interface: NetworkInterface) {
    var entries = program.states.map { vector in
      Entry(name: program.vectors[vector].name, role: .network(vector), count: program.vectors[vector].count)
    }
    switch interface.missing {
    case .lastKnown:
      let count = interface.inputs.reduce(0) { $0 + $1.valueWidth }
      entries.append(Entry(name: "last_values", role: .lastValues, count: count))
    case .mean: break
    case .leftOut: entries.append(Entry(name: "waiting", role: .waiting, count: 1))
    }
    self.entries = entries + [Entry(name: "started", role: .started, count: 1)]
  }
}

extension NetworkInterface.Input {
  /// Its channels but for that of the mask.
  var valueWidth: Int {
    if case .category(let levels) = kind { levels.count } else { 1 }
  }
}
