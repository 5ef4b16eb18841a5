import Liquid

/// The nodes that make answers of a network's raw outputs.
struct ONNXAnswers {
  private let interface: NetworkInterface
  /// Whether the row is left out, `[batch, 1]`.
  private let lacking: String?

  init(_ interface: NetworkInterface, lacking: String?) {
    self.interface = interface
    self.lacking = lacking
  }

  /// - Parameter raw: `[batch, outputs]`.
  func write(_ raw: String, to builder: inout ONNXGraphBuilder) {
    let width = interface.outputs.count
    let raw = builder.cast(raw, to: .double, named: "raw_outputs")
    let without = lacking == nil ? "" : "; NaN for a row that lacks a value"
    switch interface.answer {
    case .numbers:
      builder.addOutput(
        .outputs, orNaN(inUnits(raw, &builder), &builder), .double, width: width,
        "values in the targets' units, in the order of the property 'outputs'\(without)")
    case .classes:
      addScores(raw, "a score per class, in the order of the property 'outputs'\(without)", &builder)
      let shares = builder.node(.softmax, [raw], ["axis": 1], named: "shares")
      builder.addOutput(
        .probabilities, orNaN(shares, &builder), .double, width: width, "softmax of the scores")
      let best = builder.node(.argMax, [raw], ["axis": 1, "keepdims": 1], named: "best")
      builder.addOutput(
        .label, orMinusOne(best, &builder), .integer, width: 1,
        "the place of the class with the largest score\(lacking == nil ? "" : "; -1 for a row that lacks a value")"
      )
    case .bits:
      addScores(
        raw, "a score per target, above 0 for a 1, in the order of the property 'outputs'\(without)", &builder
      )
      let shares = builder.node(.sigmoid, [raw], named: "shares")
      builder.addOutput(
        .probabilities, orNaN(shares, &builder), .double, width: width, "the probability of a 1")
      let isOne = builder.node(.greater, [raw, builder.scalar(0 as Double)], named: "is_one")
      builder.addOutput(
        .label, orMinusOne(builder.cast(isOne, to: .integer, named: "ones"), &builder), .integer,
        width: width,
        "0 or 1\(lacking == nil ? "" : "; -1 for a row that lacks a value")")
    }
  }

  private func addScores(_ raw: String, _ description: String, _ builder: inout ONNXGraphBuilder) {
    builder.addOutput(
      .outputs, orNaN(raw, &builder), .double, width: interface.outputs.count, description)
  }

  private func inUnits(_ raw: String, _ builder: inout ONNXGraphBuilder) -> String {
    func constants(_ values: [Double], _ name: String) -> String {
      builder.constant(.doubles(values), shape: [values.count], named: name)
    }
    let scaled = builder.node(
      .multiply, [raw, constants(interface.outputs.map(\.deviation), "output_deviations")],
      named: "scaled_outputs")
    return builder.node(
      .add, [scaled, constants(interface.outputs.map(\.mean), "output_means")], named: "outputs_in_units")
  }

  private func orNaN(_ value: String, _ builder: inout ONNXGraphBuilder) -> String {
    guard let lacking else { return value }
    return builder.node(.whereTrue, [lacking, builder.scalar(Double.nan), value], named: "answers")
  }

  private func orMinusOne(_ value: String, _ builder: inout ONNXGraphBuilder) -> String {
    guard let lacking else { return value }
    let none = builder.constant(.integers([-1]), shape: [])
    return builder.node(.whereTrue, [lacking, none, value], named: "labels")
  }
}
