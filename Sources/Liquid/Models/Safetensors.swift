import Foundation

/// The contents of a safetensors file: named tensors and a dictionary of text.
///
/// The format: the length of the header (8 bytes, little-endian), the header (a JSON object), the data.
/// Source: the format's description at https://github.com/huggingface/safetensors.
package struct Safetensors: Sendable, Hashable {
  package let tensors: [SafetensorsTensor]
  package let metadata: [String: String]

  /// The longest header the format allows.
  private static let longestHeader = 100_000_000
  /// The header's key that is not a tensor.
  static let metadataKey = "__metadata__"

  /// - Precondition: no two tensors have one name, none is named `__metadata__`.
  package init(tensors: [SafetensorsTensor], metadata: [String: String] = [:]) {
    let names = Set(tensors.map(\.name))
    precondition(
      names.count == tensors.count && !names.contains(Self.metadataKey), "names: \(names.sorted())")
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The tensor of a name.
  package subscript(_ name: String) -> SafetensorsTensor? {
    tensors.first { $0.name == name }
  }
}

extension Safetensors {
  /// Reads a file's bytes and trusts nothing in them.
  ///
  /// Tensors come in the order of their data and share the storage of `bytes`; memory stays within a small
  /// multiple of the file's size whatever the header says. Values are not looked at.
  /// - Throws: `SafetensorsError`, naming the tensor where the fault is in one.
  package init(_ bytes: [UInt8]) throws(SafetensorsError) {
    let header = try Self.headerText(bytes)
    let parsed = try SafetensorsHeader(json: header)
    let data = bytes[header.endIndex...]
    var tensors: [SafetensorsTensor] = []
    for (name, entry) in parsed.entries {
      tensors.append(try Self.tensor(name, entry, in: data))
    }
    tensors.sort {
      ($0.bytes.startIndex, $0.bytes.endIndex, $0.name) < ($1.bytes.startIndex, $1.bytes.endIndex, $1.name)
    }
    try Self.checkCoverage(of: data, by: tensors)
    self.init(tensors: tensors, metadata: parsed.metadata)
  }

  /// The format wants every byte of the data to belong to exactly one tensor.
  private static func checkCoverage(
    of data: ArraySlice<UInt8>, by tensors: [SafetensorsTensor]
  ) throws(SafetensorsError) {
    var end = data.startIndex
    var previous: String?
    for tensor in tensors {
      let begin = tensor.bytes.startIndex
      if begin < end, let previous { throw .overlap(tensor: previous, other: tensor.name) }
      guard begin == end else { throw .unusedBytes(begin - end, before: tensor.name) }
      end = tensor.bytes.endIndex
      previous = tensor.name
    }
    guard end == data.endIndex else { throw .unusedBytes(data.endIndex - end, before: nil) }
  }

  private static func headerText(_ bytes: [UInt8]) throws(SafetensorsError) -> ArraySlice<UInt8> {
    guard bytes.count >= 8 else { throw .truncated(bytes: bytes.count, needed: 8) }
    let length: UInt64 = LittleEndian.read(bytes[...], at: 0)
    guard length <= longestHeader else { throw .headerTooLong(length, limit: longestHeader) }
    guard length <= bytes.count - 8 else { throw .truncated(bytes: bytes.count, needed: 8 + length) }
    return bytes[8..<(8 + Int(length))]
  }

  private static func tensor(
    _ name: String, _ entry: HeaderEntry, in data: ArraySlice<UInt8>
  ) throws(SafetensorsError) -> SafetensorsTensor {
    guard let type = SafetensorsTensor.ElementType(rawValue: entry.dtype) else {
      throw .unsupportedType(tensor: name, type: entry.dtype)
    }
    guard let size = byteCount(entry.shape, elementSize: type.size) else {
      throw .badShape(tensor: name, shape: entry.shape)
    }
    guard entry.data_offsets.count == 2 else {
      throw .badEntry(tensor: name, reason: "it has \(entry.data_offsets.count) offsets instead of 2")
    }
    let (begin, end) = (entry.data_offsets[0], entry.data_offsets[1])
    guard begin >= 0, begin <= end, end <= data.count else {
      throw .badOffsets(tensor: name, begin: begin, end: end, dataBytes: data.count)
    }
    guard end - begin == size else {
      throw .wrongSize(tensor: name, expected: size, found: end - begin)
    }
    let range = (data.startIndex + begin)..<(data.startIndex + end)
    return SafetensorsTensor(name: name, type: type, shape: entry.shape, bytes: data[range])
  }

  /// Nil where a size is negative or the product does not fit an integer.
  private static func byteCount(_ shape: [Int], elementSize: Int) -> Int? {
    var product = elementSize
    for size in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow else { return nil }
      product = next
    }
    return product
  }
}

extension Safetensors {
  /// The file's bytes: the same contents always give the same bytes.
  ///
  /// Tensors with larger elements come first, so that each lies at a multiple of its element's size.
  package func serialized() -> [UInt8] {
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
    // Spaces after the object bring the data to a multiple of eight bytes.
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

/// Whole numbers as bytes, least significant first, whatever the machine's own order.
enum LittleEndian {
  static func append<Word: FixedWidthInteger>(_ word: Word, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: Word.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> Word(truncatingIfNeeded: shift)))
    }
  }

  /// Reads the number that starts at `position`; all its bytes must lie within `bytes`.
  static func read<Word: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>, at position: Int) -> Word {
    var word: Word = 0
    for offset in 0..<(Word.bitWidth / 8) {
      word |= Word(truncatingIfNeeded: bytes[position + offset]) << Word(truncatingIfNeeded: 8 * offset)
    }
    return word
  }
}
