import Foundation

/// How much memory reading may take before it fails with an error.
package struct ReadingLimits: Sendable {
  /// The most rows times columns of a table.
  package var values: Int
  /// The most bytes of a file that is held in memory as a whole.
  package var bytesInMemory: Int
  /// The size to which any packed file may be unpacked.
  package var unpackedBytes: Int
  /// How many times its size a larger file may be unpacked to. Text rarely packs better than fifty to one.
  package var unpackedRatio: Int

  package init(values: Int, bytesInMemory: Int, unpackedBytes: Int, unpackedRatio: Int) {
    self.values = values
    self.bytesInMemory = bytesInMemory
    self.unpackedBytes = unpackedBytes
    self.unpackedRatio = unpackedRatio
  }

  /// Half of this machine's memory for a table, as much for a file.
  package static let standard: ReadingLimits = {
    let pages = max(sysconf(Int32(_SC_PHYS_PAGES)), 1 << 16)
    let memory = pages.multipliedReportingOverflow(by: max(sysconf(Int32(_SC_PAGESIZE)), 4096))
    let half = (memory.overflow ? 1 << 34 : memory.partialValue) / 2
    return ReadingLimits(
      values: half / MemoryLayout<Double>.size, bytesInMemory: half, unpackedBytes: 1 << 28,
      unpackedRatio: 200)
  }()

  /// The most bytes that a packed file of `size` bytes may be unpacked to.
  func unpackedLimit(ofSize size: Int) -> Int {
    let (product, overflow) = size.multipliedReportingOverflow(by: unpackedRatio)
    return overflow ? .max : max(product, unpackedBytes)
  }

  /// Throws if a table of this size would be too large.
  func checkValues(rows: Int, columns: Int, file: String) throws(DataError) {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    if overflow || count > values { throw DataError(.tooManyValues(limit: values), file: file) }
  }
}
