import CTensorBoard
import Foundation
import Telemetry
import Text

/// A run as an event file for TensorBoard: every scalar of every step, and the run's events as text.
///
/// Scalars are stored in 32 bits, as TensorBoard shows them. Wall times are those of the run: its start and the
/// seconds since. A file is a sequence of records, each its length, a checksum of that, an event as a protocol
/// buffer and a checksum of it, all little-endian.
package struct TensorBoardExport {
  package let reader: RunReader
  private let startedAt: Double

  package init(reader: RunReader) {
    self.reader = reader
    startedAt = reader.description.startedAt.timeIntervalSince1970
  }

  /// A name that TensorBoard recognises.
  package var fileName: String {
    "events.out.tfevents.\(NumberText.fixed(max(0, startedAt), decimals: 0)).lnn-top"
  }

  /// How every such file begins: the length of the first record, which is the format's version.
  package static func isExport(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: record { tensorboard_pack_version(1, $0) }.prefix(8))
      && bytes.dropFirst(12).prefix(64).contains(subsequence: "brain.Event".utf8)
  }

  /// Writes the file piece by piece.
  package func write<Failure: Error>(to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    try sink(Self.record { tensorboard_pack_version(startedAt, $0) })
    for scalars in reader.scalars() { try sink(records(of: scalars)) }
    for event in reader.events() { try sink(record(of: event)) }
  }

  private func records(of scalars: StepScalars) -> [UInt8] {
    var values = [
      ("loss/training", scalars.loss), ("learning rate", scalars.learningRate),
      ("gradient norm", scalars.gradientNorm), ("epoch", Double(scalars.epoch)),
    ]
    if let validation = scalars.validation {
      let part = reader.description.isStream ? "naive" : "validation"
      values.append(("loss/\(part)", validation.loss))
      values.append(("\(reader.description.task.metricName)/\(part)".sanitized, validation.metric))
    }
    let time = startedAt + scalars.elapsed
    return values.flatMap { tag, value in
      Self.record { tensorboard_pack_scalar(time, Int64(scalars.step), tag, Float(value), $0) }
    }
  }

  private func record(of event: Event) -> [UInt8] {
    let text = "\(event.kind.rawValue): \(event.detail.sanitized)"
    let time = startedAt + event.elapsed
    return Self.record {
      tensorboard_pack_text(time, Int64(event.step), "events", text, text.utf8.count, $0)
    }
  }

  /// One record with the event that `pack` writes; `pack` only measures where it gets no buffer.
  private static func record(_ pack: (UnsafeMutablePointer<UInt8>?) -> Int) -> [UInt8] {
    let size = pack(nil)
    // Sound: the buffer is as long as `pack` has just measured for the same event.
    let event = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = pack(buffer.baseAddress)
    }
    let length = bytes(of: UInt64(size))
    return length + bytes(of: CRC32C.masked(length)) + event + bytes(of: CRC32C.masked(event))
  }

  private static func bytes(of value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { [UInt8]($0) }
  }
}

extension Collection<UInt8> {
  fileprivate func contains(subsequence: some Collection<UInt8>) -> Bool {
    let wanted = Array(subsequence)
    return indices.contains { self[$0...].starts(with: wanted) }
  }
}

/// The checksum of TensorBoard's records: CRC-32C (Castagnoli), as RFC 3720, appendix B.4 tests it.
package enum CRC32C {
  /// The reflected polynomial 0x1EDC6F41.
  private static let polynomial: UInt32 = 0x82F6_3B78

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
  }

  package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
  }

  /// Rotated and offset as record files require it: a plain checksum would be unsafe within bytes that are checksummed.
  fileprivate static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let checksum = checksum(bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }
}
