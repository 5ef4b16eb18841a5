import CSQLite
import Foundation

/// Opens run files, also from untrusted sources and read-only media.
enum RunFileOpening {
  /// A connection whose layout was checked, and the directory to remove after use where a copy had to be
  /// made.
  struct Opened {
    var database: Database
    /// The version of its format.
    var version: Int
    var temporaryDirectory: String?

    func removeCopy() {
      if let temporaryDirectory { try? FileManager.default.removeItem(atPath: temporaryDirectory) }
    }
  }

  static func open(_ path: String) throws(RunStoreError) -> Opened {
    // Only `stat`: to open and close a file that this process records would drop SQLite's locks on it.
    _ = try RunFile.size(of: path)
    // The file is as it was put there; what is beside it is not its own.
    guard !RunLog.isForeign(to: path) else { return try checked(path, .immutable) }
    do throws(RunStoreError) {
      return try checked(path, .readOnly)
    } catch .sqlite(_, let code, _, _) where needsAnotherWay(code) {
      // A WAL without its index in a directory where none can be made.
      guard (try? RunFile.size(of: path + "-wal")) ?? 0 > 0 else {
        return try checked(path, .immutable)
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
      var opened = try checked(copy, .readWrite, copyOf: path)
      opened.temporaryDirectory = directory
      return opened
    } catch {
      try? files.removeItem(atPath: directory)
      throw error as? RunStoreError ?? .cannotOpen(path: path, code: EACCES)
    }
  }

  private static func checked(
    _ path: String, _ mode: Database.Mode, copyOf original: String? = nil
  ) throws(RunStoreError) -> Opened {
    let database = try Database(path: path, mode: mode, copyOf: original)
    database.distrust()
    database.boundReading(bytes: RunFile.sizeOnDisk(of: path))
    // writable_schema makes SQLite read what is left of a file that was cut off (defensive mode would undo it);
    // query_only forbids any change.
    let caution =
      "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA writable_schema = ON; PRAGMA query_only = ON"
    return try naming(path: database.path) { () throws(RunStoreError) in
      try database.execute(caution, doing: "opening")
      return Opened(database: database, version: try version(of: database, isStrict: false))
    }
  }

  /// A connection that may change a run. Its layout was checked: it holds what a run holds and nothing else.
  ///
  /// - Throws: where the file is missing, write-protected, cut off or no run, or what is beside it is another run's.
  static func openForWriting(_ path: String) throws(RunStoreError) -> Opened {
    _ = try RunFile.size(of: path)
    guard !RunLog.isForeign(to: path) else { throw .foreignLog(path: path) }
    let database = try Database(path: path, mode: .readWrite)
    guard !database.isReadOnly else { throw .readOnly(path: path) }
    database.distrust()
    database.defend()
    return try naming(path: path) { () throws(RunStoreError) in
      // While a run is recorded its recorder alone moves the WAL into the file, and takes any other change for damage.
      try database.execute(
        "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA wal_autocheckpoint = 0", doing: "opening")
      let version = try version(of: database, isStrict: true)
      if let damage = RunQueries(path: path, database: database, version: version).damage { throw damage }
      return Opened(database: database, version: version)
    }
  }

  /// Translates SQLite's errors about the file as a whole.
  private static func naming(
    path: String, _ body: () throws(RunStoreError) -> Opened
  ) throws(RunStoreError) -> Opened {
    do throws(RunStoreError) {
      return try body()
    } catch .sqlite(_, let code, _, _) where code & 0xff == SQLITE_NOTADB {
      throw .notARun(path: path, reason: "it is not an SQLite database")
    } catch .sqlite(_, let code, let message, _) where code & 0xff == SQLITE_CORRUPT {
      throw .damaged(path: path, what: message)
    }
  }

  /// - Parameter isStrict: whether objects besides those of a run are refused; reading ignores them.
  private static func version(of database: Database, isStrict: Bool) throws(RunStoreError) -> Int {
    let path = database.path
    guard try database.integer("PRAGMA application_id", doing: "opening") == RunSchema.applicationID else {
      throw .notARun(path: path, reason: "it is a database of another kind")
    }
    let version = try database.integer("PRAGMA user_version", doing: "opening")
    guard version <= RunSchema.version else {
      throw .newerFormat(path: path, found: version, supported: RunSchema.version)
    }
    // Tables with exactly our definitions hold no surprises such as generated columns; others are never read.
    let objects = try RunSchema.objects(in: database)
    guard let expected = RunSchema.expectedObjects(version: version), expected.isSubset(of: objects),
      !isStrict || expected == objects
    else {
      throw .damaged(path: path, what: "its tables are not those of a run")
    }
    return version
  }
}
