import Foundation
import Synchronization

/// Keeps the mapped files of a cache from filling the memory.
///
/// Pages that were read count as the process's memory until they are given back, and the system only does so when it runs
/// short. Here all are given back whenever so many blocks were read; what is read again then mostly still is in the
/// system's own file cache.
final class PageBudget: Sendable {
  /// The system maps at most so many bytes around one that is read.
  static let blockBytes = 1 << 16

  private let limit: Int
  private let blocks = Atomic<Int>(0)
  private let files = Mutex<[ObjectIdentifier: MappedPages]>([:])

  /// - Parameter bytes: the most that is mapped in at a time.
  init(bytes: Int = 1 << 26) { limit = max(1, bytes / Self.blockBytes) }

  /// Counts a block that was read.
  func countBlock() {
    let (_, count) = blocks.add(1, ordering: .relaxed)
    if count >= limit { giveBack() }
  }

  /// Gives all pages back.
  private func giveBack() {
    blocks.store(0, ordering: .relaxed)
    files.withLock { files in
      for pages in files.values { pages.giveBack() }
    }
  }

  func add(_ pages: MappedPages, of file: MappedFile) {
    files.withLock { $0[ObjectIdentifier(file)] = pages }
  }

  func remove(_ file: MappedFile) {
    files.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(file)) }
  }
}

/// The bytes of a file as memory that can only be read.
struct MappedPages: Sendable {
  // Sound: nobody writes to the memory, which `MappedFile` keeps mapped as long as anybody has it.
  nonisolated(unsafe) let base: UnsafeMutableRawPointer
  let byteCount: Int

  /// Frees the memory until it is read again. The values stay: they are those of the file.
  func giveBack() { madvise(base, byteCount, MADV_DONTNEED) }

  func unmap() { munmap(base, byteCount) }
}
