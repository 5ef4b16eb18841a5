import CONNX

extension ONNXModel {
  /// Reads a file that `bytes` wrote; nil where it is no such file, or has what exports do not write.
  package static func read(_ bytes: [UInt8]) -> (
    model: ONNXModel, formatVersion: Int64, operatorVersion: Int64
  )? {
    // Sound: the message is freed here and nowhere else, and everything is copied from it before.
    guard let message = onnx__model_proto__unpack(nil, bytes.count, bytes) else { return nil }
    defer { onnx__model_proto__free_unpacked(message, nil) }
    let file = message.pointee
    guard text(file.producer_name) == producer, let graph = file.graph, file.n_opset_import == 1,
      let operators = messages(file.opset_import, file.n_opset_import).first
    else { return nil }
    let model = ONNXModel(
      producerVersion: text(file.producer_version), description: text(file.doc_string),
      properties: messages(file.metadata_props, file.n_metadata_props).map {
        Property(text($0.key), text($0.value))
      },
      graph: ONNXGraph(graph.pointee))
    return (model, file.ir_version, operators.version)
  }
}

private func text(_ characters: UnsafePointer<CChar>?) -> String {
  characters.map { String(cString: $0) } ?? ""
}

/// The messages of a repeated field.
// Sound: protobuf-c gives as many pointers as it counts, and none of them is null.
private func messages<Message>(
  _ first: UnsafeMutablePointer<UnsafeMutablePointer<Message>?>?, _ count: Int
) -> [Message] {
  UnsafeBufferPointer(start: first, count: count).compactMap { $0?.pointee }
}

private func texts(
  _ first: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int
) -> [String] {
  UnsafeBufferPointer(start: first, count: count).map { text($0) }
}

extension ONNXGraph {
  fileprivate init(_ message: Onnx__GraphProto) {
    self.init(
      name: text(message.name), nodes: messages(message.node, message.n_node).map(ONNXNode.init),
      constants: messages(message.initializer, message.n_initializer).compactMap(ONNXConstant.init),
      inputs: messages(message.input, message.n_input).compactMap(ONNXValue.init),
      outputs: messages(message.output, message.n_output).compactMap(ONNXValue.init))
  }
}

extension ONNXNode {
  fileprivate init(_ message: Onnx__NodeProto) {
    let attributes = messages(message.attribute, message.n_attribute)
    self.init(
      name: text(message.name), operation: text(message.op_type),
      inputs: texts(message.input, message.n_input), outputs: texts(message.output, message.n_output),
      integers: attributes.filter { $0.has_i != 0 }.map { Integer(name: text($0.name), value: $0.i) },
      body: attributes.compactMap { $0.g.map { ONNXGraph($0.pointee) } })
  }
}

extension ONNXConstant {
  fileprivate init?(_ message: Onnx__TensorProto) {
    let bytes = [UInt8](UnsafeBufferPointer(start: message.raw_data.data, count: message.raw_data.len))
    let values: Values
    switch ONNXElement(rawValue: message.data_type) {
    case .float: values = .floats(bytes.integers(UInt32.self).map { Float(bitPattern: $0) })
    case .double: values = .doubles(bytes.integers(UInt64.self).map { Double(bitPattern: $0) })
    case .integer: values = .integers(bytes.integers(UInt64.self).map { Int64(bitPattern: $0) })
    case .boolean: values = .booleans(bytes.map { $0 != 0 })
    case nil: return nil
    }
    let sizes = UnsafeBufferPointer(start: message.dims, count: message.n_dims)
    self.init(name: text(message.name), shape: sizes.map { Int($0) }, values: values)
  }
}

extension ONNXValue {
  fileprivate init?(_ message: Onnx__ValueInfoProto) {
    guard let tensor = message.type?.pointee.tensor_type?.pointee,
      let element = ONNXElement(rawValue: tensor.elem_type), let shape = tensor.shape?.pointee
    else { return nil }
    self.init(
      name: text(message.name), element: element,
      shape: messages(shape.dim, shape.n_dim).map { size in
        size.value_case == ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_PARAM
          ? .open(text(size.dim_param)) : .fixed(Int(size.dim_value))
      }, description: text(message.doc_string))
  }
}

extension [UInt8] {
  /// Little-endian integers.
  fileprivate func integers<Number: FixedWidthInteger>(_: Number.Type) -> [Number] {
    let size = MemoryLayout<Number>.size
    return stride(from: 0, through: count - size, by: size).map { first in
      (0..<size).reduce(0) { $0 | Number(self[first + $1]) << (8 * $1) }
    }
  }
}
