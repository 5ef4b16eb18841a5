import Foundation
import Text

/// The folder that a table is written into before it is whole; a lock tells others that its writer lives.
final class StagingFolder {
  let path: String
  private let descriptor: Int32
  private var isPublished = false

  /// Between the key of a table and the letters that make the name unique.
  private static let mark = ".new-"
  private static let oldMark = ".old-"

  /// - Throws: where it cannot be made.
  init(in folder: String, key: String) throws(DataError) {
    // Between making it and locking it another process may take it for abandoned and remove it.
    for _ in 0..<100 {
      var template = temporaryTemplate(joinedPath(folder, key + Self.mark))
      guard mkdtemp(&template) != nil else { throw CacheSpace(folder: folder).failure(errno) }
      let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      // As other folders: whoever may read the cache's folder may use what is in it.
      fchmod(descriptor, 0o755)
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, FileManager.default.fileExists(atPath: path) {
        (self.path, self.descriptor) = (path, descriptor)
        return
      }
      close(descriptor)
    }
    throw DataError(.cacheUnwritable(reason: "its files vanish"), file: folder)
  }

  /// Makes it the table's folder. Where another process was faster with the same table, this one is used by nobody else
  /// and goes with the process: mapped files stay as long as they are mapped.
  func publish(as place: String) {
    let old = place + Self.oldMark + String(path.suffix(6))
    let hadOld = rename(place, old) == 0
    isPublished = rename(path, place) == 0
    if hadOld { try? FileManager.default.removeItem(atPath: old) }
  }

  /// Removes it unless it was published.
  func leave() {
    if !isPublished { try? FileManager.default.removeItem(atPath: path) }
    close(descriptor)
  }

  /// Removes what processes left that ended while they wrote.
  static func removeAbandoned(in folder: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      let path = joinedPath(folder, name)
      if isOwn(name, oldMark, key: 22) { try? FileManager.default.removeItem(atPath: path) }
      guard isOwn(name, mark, key: 16) else { continue }
      let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      // As other folders: whoever may read the cache's folder may use what is in it.
      fchmod(descriptor, 0o755)
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(atPath: path) }
    }
  }

  /// Whether a name is so many letters, a mark and six more letters: the folder may be anybody's.
  private static func isOwn(_ name: String, _ mark: String, key: Int) -> Bool {
    name.utf8.count == key + mark.utf8.count + 6 && name.dropFirst(key).hasPrefix(mark)
      && name.prefix(16).allSatisfy(\.isHexDigit)
  }
}
