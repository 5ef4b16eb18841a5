import CONNX

extension ONNXModel {
  /// What a file of protocol buffers may hold.
  package static let largestFile = Int(Int32.max)

  /// The file of the model. The same model gives the same bytes.
  ///
  /// - Parameter limit: the bytes that it may have.
  /// - Throws: where it would have more.
  package func bytes(limit: Int = largestFile) throws(DeviceCodeError) -> [UInt8] {
    // Before anything of that size is allocated.
    let values = graph.constantBytes
    guard values <= limit else { throw Self.tooLarge(values, limit) }
    // Sound: the message is freed here and nowhere else, and what is added to it below is its own.
    guard let model = onnx_model_make(Self.formatVersion, Self.producer) else { return [] }
    defer { onnx__model_proto__free_unpacked(model, nil) }
    onnx_model_describe(model, producerVersion, description)
    onnx_model_import(model, Self.operatorVersion)
    for property in properties { onnx_model_add_property(model, property.key, property.value) }
    if let message = onnx_model_set_graph(model, graph.name) { graph.write(to: message) }
    let size = onnx__model_proto__get_packed_size(model)
    guard size <= limit else { throw Self.tooLarge(size, limit) }
    // Sound: the buffer is as long as has just been measured for the same message.
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = onnx__model_proto__pack(model, buffer.baseAddress)
    }
  }

  private static func tooLarge(_ bytes: Int, _ limit: Int) -> DeviceCodeError {
    .inexpressible(
      part: "the network",
      reason: "it takes \(bytes >> 20) MiB as ONNX, and such a file holds \(limit >> 20) MiB at the most")
  }

  /// Whether a file that begins so was written by `bytes`.
  package static func isExport(_ bytes: [UInt8]) -> Bool {
    guard let model = onnx_model_make(formatVersion, producer) else { return false }
    defer { onnx__model_proto__free_unpacked(model, nil) }
    // Sound: the buffer is as long as has just been measured for the same message.
    let beginning = [UInt8](unsafeUninitializedCapacity: onnx__model_proto__get_packed_size(model)) {
      $1 = onnx__model_proto__pack(model, $0.baseAddress)
    }
    return bytes.starts(with: beginning)
  }
}

extension ONNXGraph {
  var constantBytes: Int {
    constants.reduce(0) { $0 + $1.values.byteCount }
      + nodes.reduce(0) { $0 + $1.body.reduce(0) { $0 + $1.constantBytes } }
  }

  /// Adds everything to a message, which has only a name.
  // Sound: the C functions copy what they are given, and the messages that they return live as long as the model.
  fileprivate func write(to message: UnsafeMutablePointer<Onnx__GraphProto>) {
    for node in nodes { node.write(to: message) }
    for constant in constants { constant.write(to: message) }
    for input in inputs {
      guard let value = onnx_graph_add_input(message, input.name, input.element.rawValue, input.description)
      else { continue }
      input.writeShape(to: value)
    }
    for output in outputs {
      guard
        let value = onnx_graph_add_output(message, output.name, output.element.rawValue, output.description)
      else { continue }
      output.writeShape(to: value)
    }
  }
}

extension ONNXNode {
  fileprivate func write(to graph: UnsafeMutablePointer<Onnx__GraphProto>) {
    guard let node = onnx_graph_add_node(graph, operation, name) else { return }
    for input in inputs { onnx_node_add_input(node, input) }
    for output in outputs { onnx_node_add_output(node, output) }
    for integer in integers { onnx_node_add_integer(node, integer.name, integer.value) }
    for body in body {
      guard let message = onnx_node_add_graph(node, "body", body.name) else { continue }
      body.write(to: message)
    }
  }
}

extension ONNXConstant {
  fileprivate func write(to graph: UnsafeMutablePointer<Onnx__GraphProto>) {
    switch values {
    case .floats(let values): write(values.map(\.bitPattern.littleEndian), .float, to: graph)
    case .doubles(let values): write(values.map(\.bitPattern.littleEndian), .double, to: graph)
    case .integers(let values): write(values.map(\.littleEndian), .integer, to: graph)
    case .booleans(let values): write(values.map { $0 ? 1 as UInt8 : 0 }, .boolean, to: graph)
    }
  }

  private func write(
    _ values: [some FixedWidthInteger], _ element: ONNXElement,
    to graph: UnsafeMutablePointer<Onnx__GraphProto>
  ) {
    // Sound: integers have no padding, and the bytes are copied within the call.
    values.withUnsafeBytes { bytes in
      onnx_graph_add_constant(
        graph, name, element.rawValue, shape.map(Int64.init), shape.count, bytes.baseAddress, bytes.count)
    }
  }
}

extension ONNXValue {
  fileprivate func writeShape(to value: UnsafeMutablePointer<Onnx__ValueInfoProto>) {
    for size in shape {
      switch size {
      case .fixed(let size): onnx_value_add_size(value, Int64(size))
      case .open(let word): onnx_value_add_open_size(value, word)
      }
    }
  }
}
