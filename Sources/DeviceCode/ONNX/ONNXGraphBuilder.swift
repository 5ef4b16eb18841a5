/// Builds a graph node by node: names are made unique, constants with the same values are one, and what has been
/// computed is not computed again.
struct ONNXGraphBuilder {
  /// The operators that exports use, by their names in the format.
  enum Operation: String {
    case add = "Add"
    case and = "And"
    case argMax = "ArgMax"
    case cast = "Cast"
    case concat = "Concat"
    case divide = "Div"
    case equal = "Equal"
    case erf = "Erf"
    case exp = "Exp"
    case floor = "Floor"
    case gather = "Gather"
    case gemm = "Gemm"
    case greater = "Greater"
    case greaterOrEqual = "GreaterOrEqual"
    case identity = "Identity"
    case isInfinite = "IsInf"
    case isNaN = "IsNaN"
    case loop = "Loop"
    case magnitude = "Abs"
    case maximum = "Max"
    case minimum = "Min"
    case multiply = "Mul"
    case negate = "Neg"
    case or = "Or"
    case reduceSum = "ReduceSum"
    case reshape = "Reshape"
    case round = "Round"
    case sigmoid = "Sigmoid"
    case slice = "Slice"
    case softmax = "Softmax"
    case split = "Split"
    case squareRoot = "Sqrt"
    case subtract = "Sub"
    case tanh = "Tanh"
    case unsqueeze = "Unsqueeze"
    case whereTrue = "Where"
  }

  private struct Computation: Hashable {
    let operation: Operation
    let inputs: [String]
    let integers: [ONNXNode.Integer]
    let outputs: Int
  }

  private struct Contents: Hashable {
    let shape: [Int]
    let values: ONNXConstant.Values
  }

  private var graph: ONNXGraph
  private var names: Set<String>
  private var constantNames: [Contents: String] = [:]
  /// The outputs of nodes that can be read here.
  private var computed: [Computation: [String]] = [:]

  /// - Parameter reserved: names that `addInput` and `addOutput` will be given.
  init(name: String, reserved: [String]) {
    graph = ONNXGraph(name: name)
    names = Set(reserved)
  }

  // MARK: - Names and constants

  private mutating func unique(_ name: String) -> String {
    var number = 1
    var unique = name
    while !names.insert(unique).inserted {
      number += 1
      unique = "\(name)_\(number)"
    }
    return unique
  }

  mutating func constant(_ values: ONNXConstant.Values, shape: [Int], named name: String = "constant")
    -> String
  {
    let contents = Contents(shape: shape, values: values)
    if let known = constantNames[contents] { return known }
    let unique = unique(name)
    constantNames[contents] = unique
    graph.constants.append(ONNXConstant(name: unique, shape: shape, values: values))
    return unique
  }

  mutating func scalar(_ value: Float) -> String { constant(.floats([value]), shape: []) }
  mutating func scalar(_ value: Double) -> String { constant(.doubles([value]), shape: []) }

  /// Indices, or the sizes of a shape.
  mutating func integers(_ values: [Int], shape: [Int]? = nil) -> String {
    constant(.integers(values.map(Int64.init)), shape: shape ?? [values.count], named: "places")
  }

  // MARK: - Nodes

  /// Appends a node with one output and returns its name; or that of one that computes the same.
  mutating func node(
    _ operation: Operation, _ inputs: [String], _ integers: [String: Int] = [:], named name: String
  ) -> String {
    nodes(operation, inputs, integers, named: [name])[0]
  }

  /// The same for a node with several outputs.
  mutating func nodes(
    _ operation: Operation, _ inputs: [String], _ integers: [String: Int] = [:], named: [String]
  ) -> [String] {
    let integers = integers.sorted { $0.key < $1.key }
      .map { ONNXNode.Integer(name: $0.key, value: Int64($0.value)) }
    let computation = Computation(
      operation: operation, inputs: inputs, integers: integers, outputs: named.count)
    if let known = computed[computation] { return known }
    let outputs = named.map { unique($0) }
    append(
      ONNXNode(
        name: nodeName(outputs), operation: operation.rawValue, inputs: inputs, outputs: outputs,
        integers: integers))
    computed[computation] = outputs
    return outputs
  }

  private func nodeName(_ outputs: [String]) -> String { "make_\(outputs[0])" }

  private mutating func append(_ node: ONNXNode) { graph.nodes.append(node) }

  mutating func cast(_ value: String, to element: ONNXElement, named name: String) -> String {
    node(.cast, [value], ["to": Int(element.rawValue)], named: name)
  }

  /// Values one after the other along an axis.
  mutating func concat(_ values: [String], axis: Int = 1, named name: String) -> String {
    values.count == 1 ? values[0] : node(.concat, values, ["axis": axis], named: name)
  }

  /// Some elements of each row, in this order; the value itself where they are all.
  ///
  /// - Parameter width: the elements of a row.
  mutating func gather(
    _ value: String, _ places: [Int], of width: Int, axis: Int = 1, named name: String
  ) -> String {
    if places == Array(0..<width) { return value }
    return node(.gather, [value, integers(places)], ["axis": axis], named: name)
  }

  /// A range of each row; the value itself where it is all of it.
  mutating func slice(_ value: String, _ range: Range<Int>, of width: Int, named name: String) -> String {
    if range == 0..<width { return value }
    let bounds = [integers([range.lowerBound]), integers([range.upperBound]), integers([1])]
    return node(.slice, [value] + bounds, named: name)
  }

  /// Sums along an axis, which goes.
  mutating func sum(_ value: String, axis: Int, named name: String) -> String {
    node(.reduceSum, [value, integers([axis])], ["keepdims": 0], named: name)
  }

  /// Appends a loop that runs `body` so many times, and returns what it leaves.
  ///
  /// - Parameters:
  ///   - carried: what each turn is given, with the elements of a row; the first one these themselves.
  ///   - body: what the next turn is given, from what this one is; it is called once.
  mutating func loop(
    times: Int, _ carried: [(value: String, name: String, width: Int)],
    body: (inout ONNXGraphBuilder, [String]) -> [String]
  ) -> [String] {
    let (outerNodes, outerComputed) = (graph.nodes, computed)
    graph.nodes = []
    let number = unique("turn")
    let condition = unique("goes_on")
    let given = carried.map { unique($0.name) }
    let left = body(&self, given)
    let kept = [node(.identity, [condition], named: "goes_on_next")] + ownOutputs(left)
    let shapes = carried.map { [ONNXValue.Size.open(Self.batch), .fixed($0.width)] }
    var inner = ONNXGraph(name: unique("sub_steps"), nodes: graph.nodes)
    inner.inputs =
      [
        ONNXValue(name: number, element: .integer, shape: []),
        ONNXValue(name: condition, element: .boolean, shape: []),
      ] + zip(given, shapes).map { ONNXValue(name: $0, element: .float, shape: $1) }
    inner.outputs =
      [ONNXValue(name: kept[0], element: .boolean, shape: [])]
      + zip(kept.dropFirst(), shapes).map { ONNXValue(name: $0, element: .float, shape: $1) }
    // What was computed within cannot be read outside.
    (graph.nodes, computed) = (outerNodes, outerComputed)
    let outputs = carried.map { unique($0.name) }
    let times = constant(.integers([Int64(times)]), shape: [], named: "turns")
    let isTrue = constant(.booleans([true]), shape: [], named: "true")
    append(
      ONNXNode(
        name: nodeName(outputs), operation: Operation.loop.rawValue,
        inputs: [times, isTrue] + carried.map(\.value), outputs: outputs, body: [inner]))
    return outputs
  }

  /// A body's outputs must be different values that its own nodes made.
  private mutating func ownOutputs(_ values: [String]) -> [String] {
    var free = Set(graph.nodes.flatMap(\.outputs))
    return values.map { value in
      if free.remove(value) != nil { return value }
      let copy = unique(value)
      append(
        ONNXNode(
          name: nodeName([copy]), operation: Operation.identity.rawValue, inputs: [value], outputs: [copy]))
      return copy
    }
  }

  // MARK: - Inputs and outputs

  /// The word for the number of rows that are run side by side.
  static let batch = "batch"

  mutating func addInput(_ name: ONNXName, _ element: ONNXElement, width: Int, _ description: String) {
    graph.inputs.append(
      ONNXValue(
        name: name.rawValue, element: element, shape: [.open(Self.batch), .fixed(width)],
        description: description))
  }

  mutating func addOutput(
    _ name: ONNXName, _ value: String, _ element: ONNXElement, width: Int, _ description: String
  ) {
    let name = name.rawValue
    append(
      ONNXNode(
        name: nodeName([name]), operation: Operation.identity.rawValue, inputs: [value], outputs: [name]))
    graph.outputs.append(
      ONNXValue(
        name: name, element: element, shape: [.open(Self.batch), .fixed(width)], description: description))
  }

  /// The graph, without what no output needs.
  func finished() -> ONNXGraph {
    var finished = graph
    var needed = Set(graph.outputs.map(\.name))
    var nodes: [ONNXNode] = []
    for node in graph.nodes.reversed() where node.outputs.contains(where: needed.contains) {
      needed.formUnion(node.allReads)
      nodes.append(node)
    }
    finished.nodes = nodes.reversed()
    finished.constants = graph.constants.filter { needed.contains($0.name) }
    return finished
  }
}

extension ONNXNode {
  /// The names that it and its body read, those within the body too.
  fileprivate var allReads: [String] {
    inputs + body.flatMap { $0.nodes.flatMap(\.allReads) + $0.outputs.map(\.name) }
  }
}
