import Telemetry

/// How a live stream stood, as a blob: a format byte (1), the ratios of time constants packed by `FloatPacking`, then the
/// rest of the status as JSON to the end (see `RunJSON`).
///
/// The ratios take two bytes each, with a relative error of at most 2^-11; everything else is exact.
package enum StreamCoding {
  private static let format: UInt8 = 1

  package static func encode(_ status: StreamStatus, path: String) throws(RunStoreError) -> [UInt8] {
    var rest = status
    rest.timeConstantRatios = []
    var bytes = [format]
    let ratios = status.timeConstantRatios
    FloatPacking.relativeError(for: ratios).append(ratios, to: &bytes)
    bytes += try RunJSON.encode(rest, path: path).utf8
    return bytes
  }

  /// Nil where the bytes are not exactly one status, or a count in it is out of range.
  package static func status(from bytes: [UInt8]) -> StreamStatus? {
    guard bytes.first == format else { return nil }
    var rest = bytes.dropFirst()
    guard let ratios = FloatPacking.take(from: &rest),
      var status = try? RunJSON.decode(
        StreamStatus.self, from: String(decoding: rest, as: UTF8.self), path: ""),
      status.timeConstantRatios.isEmpty
    else { return nil }
    let counts = [
      status.rows, status.judged, status.brokenLines, status.backlog, status.dropped, status.alarms,
      status.lastAlarm ?? 0,
    ]
    guard counts.allSatisfy(Statement.plausibleCounts.contains) else { return nil }
    status.timeConstantRatios = ratios
    return status
  }
}
