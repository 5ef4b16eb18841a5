import Explanations
import Foundation
import Liquid
import Text

/// How states and inputs act on each state at one answer, as JSON: rows are what is acted on.
struct MatricesFile: Encodable {
  /// A matrix with the names of its rows and columns.
  struct Named: Encodable {
    let rows: [String]
    let columns: [String]
    let values: [[Double]]
  }

  let sequence: Int
  let step: Int
  /// What one unit of the matrices' time is, in the task's own.
  let timeUnit: String
  let timeUnits: Double
  let elapsed: Double
  /// d(dv/dt)/dv, d(dv/dt)/du and the diagonals of d2(dv/dt)/(du dv), by input; nil where the cell is no LTC or has a
  /// mixed memory.
  private(set) var intrinsic: Named?
  private(set) var inputs: Named?
  private(set) var modulation: Named?
  private(set) var timeConstants: [Double]?
  /// dv'/dv and dv'/du of the step as the solver makes it.
  let stepStates: Named
  let stepInputs: Named
  /// Times in which the modes of the step decay to 1/e, the slowest first.
  let timeScales: [Double]

  static func output(_ path: String) throws -> OutputFile {
    try OutputFile(path: path, beginning: nil) { bytes in
      String(decoding: bytes, as: UTF8.self).contains("\"step_states\"")
    }
  }

  init(_ data: ExplainedData, options: ExplainOptions) throws {
    let network = data.network
    let place = try data.answer(at: options.place)
    let trajectory = try StateTrajectory(model: network.model, inputs: place.inputs, elapsed: place.elapsed)
    let step = try StepJacobians(model: network.model).jacobian(at: place.step, of: trajectory)
    sequence = place.sequence + 1
    self.step = place.step + 1
    timeUnit = network.schema.timeUnit
    timeUnits = network.schema.timeScale
    self.elapsed = Double(step.elapsed)
    let neurons = (0..<network.model.cell.wiring.neurons).map { network.name(ofNeuron: $0) }
    let kept = step.states.rows - neurons.count
    let states = neurons + (0..<kept).map { "memory \($0)" }
    stepStates = Named(rows: states, columns: states, values: step.states.nested)
    stepInputs = Named(rows: states, columns: network.inputNames, values: step.inputs.nested)
    timeScales = step.eigenvalues?.map { $0.timeScale(elapsed: Double(step.elapsed)) } ?? []
    guard let form = try? LTCBilinearForm(model: network.model) else { return }
    let matrices = try form.matrices(at: place.step, of: trajectory)
    intrinsic = Named(rows: neurons, columns: neurons, values: matrices.intrinsic.nested)
    inputs = Named(rows: neurons, columns: network.inputNames, values: matrices.inputs.nested)
    modulation = Named(rows: network.inputNames, columns: neurons, values: matrices.modulation.nested)
    timeConstants = matrices.timeConstants
  }

  /// What people read of it.
  func section(path: String) -> ExplainSection {
    let scales = timeScales.prefix(3).map { NumberText.significant($0 * timeUnits) }.joined(separator: ", ")
    return ExplainSection(
      title: "Matrices",
      lines: [
        "written to \(path.sanitized), at step \(step) of sequence \(sequence)",
        "the slowest modes of the step decay to 1/e in \(scales) \(timeUnit)",
      ])
  }

  func write(to file: OutputFile) throws {
    try file.write(Data((JSONText.line(self) + "\n").utf8))
  }
}

extension Matrix {
  /// Row by row.
  fileprivate var nested: [[Double]] { (0..<rows).map { Array(row($0)) } }
}
