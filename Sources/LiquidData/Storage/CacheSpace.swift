import Foundation
import Synchronization
import Text

/// The folder of a cache, as the place of values that do not fit into memory.
///
/// While the cache is made its files have names; what is made of its values later, such as a network's inputs, is in files
/// that have none and go with the process, however that ends.
final class CacheSpace: Sendable {
  /// The most columns of a table: each has a file that is open while it is written.
  static let columnLimit = 500

  /// As the person named it.
  let folder: String
  let budget: PageBudget
  /// How many values of a column are written at a time, and how many rows are encoded at a time.
  let chunk: Int
  /// Where files get names, and how many have one; nil: they get none.
  private let staging: Mutex<(folder: String, files: Int)?>
  /// The bytes of what is being written, as far as they are known.
  private let needed = Atomic<Int>(0)
  /// The most bytes that files may have together, instead of the disk's; for tests.
  private let limit: Int?
  private let written = Atomic<Int>(0)

  init(
    folder: String, staging: String? = nil, budget: PageBudget = PageBudget(), chunk: Int = 1 << 14,
    limit: Int? = nil
  ) {
    self.folder = folder
    self.budget = budget
    self.chunk = chunk
    self.limit = limit
    self.staging = Mutex(staging.map { ($0, 0) })
  }

  /// A file for values; its name is nil where it has none any more.
  func makeFile() throws(DataError) -> (descriptor: Int32, name: String?) {
    let place = staging.withLock { staging -> (path: String, name: String)? in
      guard let (folder, files) = staging else { return nil }
      staging = (folder, files + 1)
      return (joinedPath(folder, "\(files).values"), "\(files).values")
    }
    if let place {
      let descriptor = open(place.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw failure(errno) }
      return (descriptor, place.name)
    }
    var template = temporaryTemplate(joinedPath(folder, ".values-"))
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure(errno) }
    // The file lasts until it is neither open nor mapped.
    unlink(template)
    return (descriptor, nil)
  }

  /// From now on files get no names.
  func endStaging() { staging.withLock { $0 = nil } }

  /// Throws where the disk has no room for so many bytes more.
  func expect(bytes: Int) throws(DataError) {
    needed.store(bytes, ordering: .relaxed)
    let free = limit.map { $0 - written.load(ordering: .relaxed) } ?? freeBytes ?? .max
    if bytes > free { throw DataError(.cacheTooLarge(needed: bytes), file: folder) }
  }

  private var freeBytes: Int? {
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else { return nil }
    return Int(
      clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
  }

  /// Throws where so many bytes would be more than a test allows.
  func count(bytes: Int) throws(DataError) {
    guard let limit else { return }
    let (_, all) = written.add(bytes, ordering: .relaxed)
    if all > limit { throw failure(ENOSPC) }
  }

  /// An error of the system in words.
  func failure(_ code: Int32) -> DataError {
    switch code {
    case ENOSPC, EDQUOT: DataError(.cacheTooLarge(needed: needed.load(ordering: .relaxed)), file: folder)
    default: DataError(.cacheUnwritable(reason: String(cString: strerror(code))), file: folder)
    }
  }
}

/// What `mkstemp` and `mkdtemp` make a name of that nobody else has: it ends in six letters that they replace.
func temporaryTemplate(_ beginning: String) -> [CChar] {
  Array((beginning + String(repeating: "X", count: 6)).utf8CString)
}
