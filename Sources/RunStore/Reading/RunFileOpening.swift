import CSQLite
import Foundation

/// Opens a run file for reading, wherever it lies and whoever made it.
enum RunFileOpening {
  /// A connection whose layout was checked, and the directory to remove after use where a copy had to be
  /// made.
  struct Opened {
    var database: Database
    var temporaryDirectory: String?

    func removeCopy() {
      if let temporaryDirectory { try? FileManager.default.removeItem(atPath: temporaryDirectory) }
    }
  }

  static func open(_ path: String) throws(RunStoreError) -> Opened {
    // Only `stat`: to open and close a file that this process records would drop SQLite's locks on it.
    _ = try RunFile.size(of: path)
    do throws(RunStoreError) {
      return Opened(database: try checked(path, .readOnly))
    } catch .sqlite(_, let code, _, _) where needsAnotherWay(code) {
      // A WAL without its index in a directory where none can be made.
      guard (try? RunFile.size(of: path + "-wal")) ?? 0 > 0 else {
        return Opened(database: try checked(path, .immutable))
      }
      return try openCopy(of: path)
    }
  }

  private static func needsAnotherWay(_ code: Int32) -> Bool {
    [SQLITE_CANTOPEN, SQLITE_READONLY].contains(code & 0xff)
  }

  private static func openCopy(of path: String) throws(RunStoreError) -> Opened {
    let files = FileManager.default
    let directory = NSTemporaryDirectory() + "lnn-top-" + UUID().uuidString
    let copy = directory + "/copy.lnnrun"
    do {
      try files.createDirectory(atPath: directory, withIntermediateDirectories: false)
      try files.copyItem(atPath: path, toPath: copy)
      try files.copyItem(atPath: path + "-wal", toPath: copy + "-wal")
      // The copies inherit the permissions of the originals.
      for file in [copy, copy + "-wal"] {
        try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
      }
      return Opened(database: try checked(copy, .readWrite, copyOf: path), temporaryDirectory: directory)
    } catch {
      try? files.removeItem(atPath: directory)
      throw error as? RunStoreError ?? .cannotOpen(path: path, code: EACCES)
    }
  }

  private static func checked(
    _ path: String, _ mode: Database.Mode, copyOf original: String? = nil
  ) throws(RunStoreError) -> Database {
    let database = try Database(path: path, mode: mode, copyOf: original)
    database.distrust()
    // writable_schema makes SQLite read what is left of a file that was cut off; query_only forbids any
    // change.
    let caution =
      "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA writable_schema = ON; PRAGMA query_only = ON"
    try database.execute(caution, doing: "opening")
    do throws(RunStoreError) {
      try checkFormat(of: database)
    } catch .sqlite(_, let code, _, _) where code & 0xff == SQLITE_NOTADB {
      throw .notARun(path: database.path, reason: "it is not an SQLite database")
    } catch .sqlite(_, let code, let message, _) where code & 0xff == SQLITE_CORRUPT {
      throw .damaged(path: database.path, what: message)
    }
    return database
  }

  private static func checkFormat(of database: Database) throws(RunStoreError) {
    let path = database.path
    guard try database.integer("PRAGMA application_id", doing: "opening") == RunSchema.applicationID else {
      throw .notARun(path: path, reason: "it is a database of another kind")
    }
    let version = try database.integer("PRAGMA user_version", doing: "opening")
    guard version <= RunSchema.version else {
      throw .newerFormat(path: path, found: version, supported: RunSchema.version)
    }
    // Tables that are exactly ours hold no surprises such as generated columns; others are never looked at.
    guard version == RunSchema.version, !RunSchema.expectedObjects.isEmpty,
      RunSchema.expectedObjects.isSubset(of: try RunSchema.objects(in: database))
    else {
      throw .damaged(path: path, what: "its tables are not those of a run")
    }
  }
}
