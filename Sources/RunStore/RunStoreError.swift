import Foundation
import Text

/// Why a run file could not be made, written or read. `description` is one line with cause and hint.
public enum RunStoreError: Error, Sendable, Hashable {
  /// The directory the file would lie in does not exist.
  case directoryMissing(path: String)
  /// The operating system refused to make the file or directory.
  case cannotCreate(path: String, code: Int32)
  /// The operating system refused to remove the file.
  case cannotRemove(path: String, code: Int32)
  /// The operating system refused to open the file.
  case cannotOpen(path: String, code: Int32)
  /// There is a run of this name already.
  case runExists(path: String)
  /// There is a file of this name that is no run file; it is never overwritten.
  case occupied(path: String)
  /// Another process is recording into the file.
  case beingRecorded(path: String)
  /// The file, its directory or the disk is write-protected.
  case readOnly(path: String)
  /// There is nothing in the run to go on from.
  case notResumable(path: String, reason: String)
  /// A tag or note that cannot be kept.
  case unusableLabel(reason: String)
  /// The file is something else than a run.
  case notARun(path: String, reason: String)
  /// The file was made by a later version of lnn-top.
  case newerFormat(path: String, found: Int, supported: Int)
  /// A part of the file contradicts the rest or is missing.
  case damaged(path: String, what: String)
  /// The file, or its directory, was removed or replaced while it was recorded.
  case removed(path: String)
  /// Another file took the place of this one while it was read.
  case replaced(path: String)
  /// SQLite would apply what lies beside the file to it, though it is another run's.
  case foreignLog(path: String)
  /// SQLite failed: its extended result code, its own words, and what was being done.
  case sqlite(path: String, code: Int32, message: String, doing: String)
}

extension RunStoreError {
  /// The same failure with another path, for a run that is written under a temporary name.
  func naming(_ path: String) -> RunStoreError {
    guard case .sqlite(_, let code, let message, let doing) = self else { return self }
    return .sqlite(path: path, code: code, message: message, doing: doing)
  }
}

extension RunStoreError: CustomStringConvertible {
  public var description: String { sentence.sanitized }

  private var sentence: String {
    switch self {
    case .directoryMissing(let path):
      let directory = path.parentFolder
      return
        "cannot record into \(path): the directory \(directory.isEmpty ? "." : directory) does not exist;"
        + " create it or choose another with --run"
    case .cannotCreate(let path, let code):
      return "cannot create \(path): \(systemMessage(code)); choose another place with --run, or --no-run"
    case .cannotRemove(let path, let code):
      return "cannot remove \(path): \(systemMessage(code))"
    case .cannotOpen(let path, let code):
      return "cannot open \(path): \(systemMessage(code))"
    case .runExists(let path):
      return "\(path) is a recorded run already; choose another name with --run, or remove it first"
    case .occupied(let path):
      return "\(path) exists and is not a run file, so it is left alone; choose another name with --run"
    case .beingRecorded(let path):
      return "\(path) is being recorded by another process; wait until that has ended"
    case .readOnly(let path):
      return "cannot change \(path): it is write-protected; make it writable or copy it elsewhere"
    case .notResumable(let path, let reason):
      return "cannot go on with \(path): \(reason)"
    case .unusableLabel(let reason):
      return reason
    case .notARun(let path, let reason):
      return "\(path) is not a run file: \(reason)"
    case .newerFormat(let path, let found, let supported):
      return "\(path) has run format \(found), this lnn-top reads up to \(supported); use a newer lnn-top"
    case .damaged(let path, let what):
      return "\(path) is damaged: \(what)"
    case .removed(let path):
      return "recording stopped: \(path) was removed or replaced while the run was recorded"
    case .replaced(let path):
      return "\(path) was removed or replaced while it was read; open it again"
    case .foreignLog(let path):
      return
        "cannot change \(path): \(path)-wal beside it is left from another run of this name and would damage it;"
        + " remove \(path)-wal and \(path)-shm first"
    case .sqlite(let path, let code, let message, let doing):
      return "\(path): \(doing) failed: \(message) (SQLite \(code))\(hint(code: code))"
    }
  }

  private func hint(code: Int32) -> String {
    // The low byte is the primary result code.
    switch code & 0xff {
    case 5, 6: "; another process holds the file"
    case 8: "; the file or its directory is read-only"
    case 9, 18: "; the file is damaged"
    case 10: "; check the disk and the space on it"
    case 11: "; the file is damaged"
    case 13: "; the disk is full: free some space"
    case 14: "; check that the directory exists and may be written"
    default: ""
    }
  }

  private func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }
}
