import Foundation

extension Safetensors {
  /// The file's bytes: the same contents always give the same bytes.
  ///
  /// Tensors with larger elements come first, so that each lies at a multiple of its element's size.
  public func serialized() -> [UInt8] {
    let ordered = SafetensorsTensor.ElementType.sizes.flatMap { size in
      tensors.filter { $0.type.size == size }
    }
    var entries: [String: HeaderItem] = [:]
    if !metadata.isEmpty { entries[Self.metadataKey] = .metadata(metadata) }
    var end = 0
    for tensor in ordered {
      let begin = end
      end += tensor.bytes.count
      let entry = HeaderEntry(dtype: tensor.type.rawValue, shape: tensor.shape, data_offsets: [begin, end])
      entries[tensor.name] = .tensor(entry)
    }
    var header = Self.json(entries)
    // Spaces behind the object bring the data to a multiple of eight bytes.
    header += repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + end)
    LittleEndian.append(UInt64(header.count), to: &bytes)
    bytes += header
    for tensor in ordered { bytes += tensor.bytes }
    return bytes
  }

  private static func json(_ entries: [String: HeaderItem]) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(entries))
    } catch {
      preconditionFailure("text and whole numbers always have a JSON form: \(error)")
    }
  }
}

extension SafetensorsTensor.ElementType {
  /// The sizes that occur, largest first.
  fileprivate static var sizes: [Int] { Set(allCases.map(\.size)).sorted(by: >) }
}
