import Liquid

/// Safetensors bytes made by hand, so that the header may lie.
func safetensorsBytes(header: String, data: [UInt8] = [], length: UInt64? = nil) -> [UInt8] {
  let text = Array(header.utf8)
  let count = length ?? UInt64(text.count)
  return (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * UInt64($0))) } + text + data
}

/// A file with a tensor of every type.
func sampleSafetensors() -> Safetensors {
  Safetensors(
    tensors: [
      SafetensorsTensor(name: "bytes", shape: [3], uint8s: [0, 7, 255]),
      SafetensorsTensor(name: "floats", shape: [2, 2], floats: [0, -1.5, .pi, .greatestFiniteMagnitude]),
      SafetensorsTensor(name: "doubles", shape: [1], doubles: [-0.1]),
      SafetensorsTensor(name: "small", shape: [2], int32s: [.min, .max]),
      SafetensorsTensor(name: "large", shape: [], int64s: [.min]),
      SafetensorsTensor(name: "nothing", shape: [4, 0], floats: []),
    ],
    metadata: ["who": "a \"quoted\" name / é", "empty": ""])
}
