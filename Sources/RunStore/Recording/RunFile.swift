import Foundation
import Text

/// A run's file in the file system. SQLite keeps `-wal` and `-shm` beside it while it is open.
package enum RunFile {
  package static let pathExtension = "lnnrun"

  /// Identifies a file, unlike its name.
  package struct Identity: Sendable, Hashable {
    var device: UInt64
    var inode: UInt64
  }

  package static func identity(of path: String) -> Identity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  /// The size of a regular file in bytes.
  package static func size(of path: String) throws(RunStoreError) -> Int {
    var status = stat()
    guard !path.utf8.contains(0) else { throw .cannotOpen(path: path, code: EINVAL) }
    guard stat(path, &status) == 0 else { throw .cannotOpen(path: path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .notARun(path: path, reason: "it is not a plain file")
    }
    return Int(status.st_size)
  }

  /// Seconds since 1970 at which a file last changed; nil where there is none.
  static func changeTime(of path: String) -> Double? {
    var status = stat()
    guard !path.utf8.contains(0), stat(path, &status) == 0 else { return nil }
    return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
  }

  /// Bytes the run takes on disk with what SQLite keeps beside it.
  package static func sizeOnDisk(of path: String) -> Int {
    [path, path + "-wal"].reduce(0) { sum, file in sum + ((try? size(of: file)) ?? 0) }
  }

  /// Creates a file that did not exist. `layOut` writes it under another name first, so that a file of this name is always a
  /// complete run, even if the process is killed.
  package static func create(
    _ path: String, overwrite: Bool, layOut: (_ draft: String) throws(RunStoreError) -> Void
  ) throws(RunStoreError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .cannotCreate(path: path, code: EINVAL) }
    if overwrite { try removeRun(at: path) }
    guard identity(of: path) == nil else { throw refusal(of: path, code: EEXIST) }
    let folder = path.parentFolder
    let name = ".\((path as NSString).lastPathComponent).\(getpid()).\(UInt32.random(in: 0 ... .max))"
    let draft = (folder as NSString).appendingPathComponent(name)
    let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw refusal(of: path, code: errno) }
    close(descriptor)
    defer { remove(draft) }
    do throws(RunStoreError) {
      try layOut(draft)
    } catch {
      throw error.naming(path)
    }
    try publish(draft, as: path)
    // Only now that the name is this process's: SQLite would take leftovers of a removed run for this file's.
    for suffix in besides { unlink(path + suffix) }
  }

  /// Gives a file its name, where nobody else has it.
  private static func publish(_ draft: String, as path: String) throws(RunStoreError) {
    guard link(draft, path) != 0 else { return }
    let code = errno
    // Not every file system has links: there the name is taken first.
    guard code != EEXIST else { throw refusal(of: path, code: code) }
    let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw refusal(of: path, code: errno) }
    close(descriptor)
    guard rename(draft, path) == 0 else {
      let code = errno
      unlink(path)
      throw .cannotCreate(path: path, code: code)
    }
  }

  package static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
  }

  /// What SQLite keeps beside a run's file while it is open.
  static let besides = ["-wal", "-shm"]

  /// Merges the WAL of a finished run into the file; false where somebody still has it open.
  ///
  /// - Parameter wanted: the run's file; where another one has its name there is nothing to merge.
  static func fold(_ path: String, _ wanted: Identity?) -> Bool {
    guard identity(of: path + "-wal") != nil, identity(of: path) == wanted, !RunLog.isForeign(to: path) else {
      return true
    }
    do throws(RunStoreError) {
      let database = try Database(path: path, mode: .readWrite)
      // Does not wait for the recorder, which may be about to do the same.
      try database.execute("PRAGMA busy_timeout = 0", doing: "tidying")
      _ = try database.text("PRAGMA journal_mode = DELETE", doing: "tidying")
    } catch {
      return false
    }
    return identity(of: path + "-wal") == nil
  }

  /// Removes a run that nobody is recording; anything else at the path is left alone.
  package static func removeRun(at path: String) throws(RunStoreError) {
    guard identity(of: path) != nil else { return }
    guard (try? RunReader(path: path)) != nil else { throw .occupied(path: path) }
    try checkRemovable(path)
    guard unlink(path) == 0 else { throw .cannotRemove(path: path, code: errno) }
    remove(path)
  }

  /// Throws where a path is no run, or one that a process has open for recording, be it after its end.
  package static func checkRemovable(_ path: String) throws(RunStoreError) {
    guard try !RunReader(path: path).isBeingWritten else { throw .beingRecorded(path: path) }
  }

  private static func refusal(of path: String, code: Int32) -> RunStoreError {
    switch code {
    case EEXIST:
      (try? RunReader(path: path)) == nil ? .occupied(path: path) : .runExists(path: path)
    case ENOENT, ENOTDIR:
      .directoryMissing(path: path)
    default:
      .cannotCreate(path: path, code: code)
    }
  }
}
