import Foundation
import Text

/// How much memory reading may take before it fails with an error.
package struct ReadingLimits: Sendable {
  /// The most rows times columns of a table.
  package var values: Int
  /// The most bytes of a file that is held in memory as a whole.
  package var bytesInMemory: Int
  /// The most bytes that are read from a pipe, all of which are held in memory because they come only once.
  package var pipedBytes = 1 << 27
  /// The size to which any packed file may be unpacked.
  package var unpackedBytes = 1 << 26
  /// How many times its size a larger file may be unpacked to. Text rarely packs better than fifty to one.
  package var unpackedRatio = 200
  /// The most columns of a table and fields of a row.
  package var columns = 250_000
  /// The most bytes of a row.
  package var rowBytes = 1 << 24
  /// The memory that the contents of any file may take; see `MemoryBudget`.
  package var heldBytes = 1 << 27
  /// How many times its size the contents of a larger file may take. A number of a digit and a comma takes four times
  /// as much, a name of a few letters twenty times, a pixel of MNIST's packed pictures over forty times.
  package var heldRatio = 64
  /// The memory that the samples of any recording may take: an hour of music is a small file, and only its features
  /// are kept.
  package var soundBytes = 1 << 29
  /// How the reading of text is divided.
  package var plan = ReadingPlan()

  private init(memory: Int) {
    values = memory / MemoryLayout<Double>.size
    bytesInMemory = memory
  }

  /// Half of this machine's memory for a table, as much for a file.
  package static let standard: ReadingLimits = {
    let pages = max(sysconf(Int32(_SC_PHYS_PAGES)), 1 << 16)
    let memory = pages.multipliedReportingOverflow(by: max(sysconf(Int32(_SC_PAGESIZE)), 4096))
    return ReadingLimits(memory: (memory.overflow ? 1 << 34 : memory.partialValue) / 2)
  }()

  /// The most bytes that a packed file of `size` bytes may be unpacked to.
  func unpackedLimit(ofSize size: Int) -> Int { max(size.saturatingProduct(unpackedRatio), unpackedBytes) }

  /// The memory that the contents of a file of `size` bytes may take.
  func heldLimit(ofSize size: Int) -> Int {
    min(max(size.saturatingProduct(heldRatio), heldBytes), bytesInMemory)
  }

  /// The memory that so many bytes of a pipe may take beside themselves: a writer that never ends is stopped early.
  func heldLimit(ofPiped size: Int) -> Int { min(heldBytes.saturatingSum(size), bytesInMemory) }

  /// The most samples of a recording in a file whose contents may take `held` bytes of memory.
  func sampleLimit(held: Int) -> Int {
    max(held / MemoryLayout<Double>.size, min(soundBytes, bytesInMemory) / MemoryLayout<Float>.size)
  }

  /// Throws if a table of this size would be too large.
  func checkValues(rows: Int, columns: Int, file: String) throws(DataError) {
    guard columns <= self.columns else { throw DataError(.tooManyColumns(limit: self.columns), file: file) }
    if rows.saturatingProduct(columns) > values { throw DataError(.tooManyValues(limit: values), file: file) }
  }
}
