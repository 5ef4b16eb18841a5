import DeviceCode
import Liquid
import LiquidData
import LiquidTraining
import Telemetry
import Text

/// A network that is written as C, with what lies around it and rows to try it on.
struct ExportedNetwork {
  let model: Model
  let program: StepProgram
  let interface: NetworkInterface
  /// Nil for an imported network, which knows nothing of its data.
  let schema: DataSchema?
  /// Nil where the data cannot be had and are not needed.
  let rows: ExportedRows?
  let notes: [String]
  private let name: String

  /// - Parameters:
  ///   - path: of the run or model file.
  ///   - data: where the rows are; nil: what the run was trained on.
  ///   - needsRows: whether there is nothing to be done without them.
  init(
    _ stored: StoredModel, path: String, data: String?, needsRows: Bool, locations: Locations
  ) throws {
    model = stored.model
    program = stored.model.stepProgram()
    schema = stored.schema
    name = path
    guard let schema else {
      if needsRows || data != nil {
        throw CommandFailure(
          "\(path) was imported and knows nothing of its data: it can be written with --weights float, without --check"
        )
      }
      (interface, rows) = (NetworkInterface(raw: stored.model.cell), nil)
      notes = ["the network was imported: its values go in and come out as they are"]
      return
    }
    do {
      let found = try ExportedRows(stored, path: path, data: data, locations: locations)
      interface = try NetworkInterface(schema: schema, ranges: found.ranges(of: schema))
      (rows, notes) = (found, [])
    } catch let error as DeviceCodeError {
      throw CommandFailure("\(path): \(error)")
    } catch {
      guard !needsRows, data == nil else { throw error }
      interface = try CommandFailure.wording(path) { try NetworkInterface(schema: schema) }
      rows = nil
      notes = ["the self-test has made-up values: \(error)"]
    }
  }

  /// What it is, a line each.
  var description: [String] {
    let cell = model.cell
    let synapses = model.network.wiring.synapseCount
    var lines = [
      "\(type(of: model.network).traits.title) of \(counted(cell.wiring.neurons, "neuron")) and "
        + counted(synapses, "synapse")
    ]
    if let schema { lines.append(schema.taskSummary) }
    if let window = schema?.window {
      lines.append("trained on windows of \(counted(window, "row")); here it runs on, until it is begun anew")
    }
    if schema?.targetSteps == .last, schema?.recipe.isEmpty == true {
      lines.append("the answer to a sequence is that of its last step")
    }
    if schema?.targetSteps == .mean {
      lines.append("the answer to a sequence is the mean of its outputs over the steps")
    }
    return lines
  }

  /// Rows of the training part for the ranges of whole numbers.
  func calibration(rows count: Int) throws -> [CalibrationSequence] {
    guard let rows else { preconditionFailure("a calibration without rows") }
    let sequences = ExportedRows.sequences(of: rows.training, rows: count)
    guard !sequences.isEmpty else { throw CommandFailure("\(name): its data have no rows to calibrate with") }
    return sequences
  }

  /// Rows of the validation part, up to so many.
  func validation(rows count: Int) -> [CalibrationSequence] {
    guard let rows else { return [] }
    return ExportedRows.sequences(of: rows.validation, rows: count)
  }

  /// The first rows of the validation part with the model's answers; made-up rows where there are none.
  ///
  /// - Parameter tolerance: relative to the range of each output over the validation part.
  func testVectors(rows count: Int, tolerance: Double) throws -> CTestVectors {
    let channels: [[Float]]
    let elapsed: [Float]
    if let rows, rows.validation.count > 0 {
      let first = ExportedRows.sequence(0, of: rows.validation, limit: count)
      (channels, elapsed) = (first.inputs, first.elapsed)
    } else {
      var generator = SeededGenerator(seed: 1)
      channels = (0..<count).map { _ in (0..<interface.width).map { _ in Float(generator.normal()) } }
      elapsed = Array(repeating: 1, count: count)
    }
    // As the code gets them: masks and levels made from values.
    var encoder = InterfaceEncoder(interface)
    let values = channels.map(interface.values(ofChannels:))
    let stream = NetworkStream(model: model)
    var outputs: [[Float]] = []
    for (index, row) in values.enumerated() {
      let seen = encoder.channels(row)
      stream.step(unchecked: seen, elapsed: index == 0 ? 1 : elapsed[index])
      outputs.append(answers(stream.outputs))
    }
    let spread = spread(outputs)
    guard outputs.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw CommandFailure(
        "\(name): the network's answers are not all finite numbers, so it is of no use on a device")
    }
    return CTestVectors(
      inputs: values, elapsed: elapsed.map { $0 * Float(interface.time.usualStep) }, outputs: outputs,
      tolerance: interface.outputs.indices.map { index in
        // A float has no more digits than that.
        let largest = outputs.reduce(0) { max($0, $1[index].magnitude) }
        return max(Float(tolerance * spread[index]), 4 * largest.ulp, 1e-6)
      })
  }

  /// Raw outputs in units.
  func answers(_ outputs: some Collection<Float>) -> [Float] {
    zip(outputs, interface.outputs).map { Float(Double($0) * $1.deviation + $1.mean) }
  }

  /// The range of each output over the validation part; of the rows that are given where there is none.
  private func spread(_ given: [[Float]]) -> [Double] {
    var outputs = given
    for sequence in validation(rows: 2_000) {
      let stream = NetworkStream(model: model)
      for (channels, elapsed) in zip(sequence.inputs, sequence.elapsed) {
        stream.step(unchecked: channels, elapsed: elapsed)
        outputs.append(answers(stream.outputs))
      }
    }
    return interface.outputs.indices.map { index in
      let values = outputs.map { Double($0[index]) }
      return (values.max() ?? 0) - (values.min() ?? 0)
    }
  }
}

extension CommandFailure {
  /// What `body` makes; where the network or its data cannot be written, a failure that names the model.
  static func wording<Made>(_ path: String, _ body: () throws -> Made) throws -> Made {
    do {
      return try body()
    } catch let error as DeviceCodeError {
      throw CommandFailure("\(path): \(error)")
    } catch let error as FixedPointError {
      throw CommandFailure("\(path): \(error)")
    }
  }
}
