import CTensorBoard
import Foundation
import Telemetry
import Text

/// A run as a file of events that TensorBoard reads: every scalar of every step, and what happened as text.
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

  /// A name by which TensorBoard finds the file in its folder.
  package var fileName: String {
    String(format: "events.out.tfevents.%010.0f.lnn-top", max(0, startedAt))
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
      values.append(("loss/validation", validation.loss))
      values.append(("\(reader.description.task.metricName)/validation".sanitized, validation.metric))
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

  /// One record around an event that `pack` writes, or measures where it gets no place to write to.
  private static func record(_ pack: (UnsafeMutablePointer<UInt8>?) -> Int) -> [UInt8] {
    let size = pack(nil)
    // The buffer is as long as the same event was measured to be.
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
