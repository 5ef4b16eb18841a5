import CSQLite
import Foundation

/// The files of a run while it is recorded: notices where another one takes the place of any of them.
///
/// SQLite holds the files open but finds those beside the run by name. What it leaves under the run's name would be applied to
/// a file that was moved there, and what it writes into the run's file would damage one that was copied over it.
struct RecordingPlace {
  private let path: String
  private let database: Database
  private let identities: [RunFile.Identity?]
  /// Where the page with the description lies: it stays as it is while a run is recorded.
  private let descriptionPage: (number: Int, size: Int)
  private var stamp: Stamp?
  private var contents: Contents

  /// Size and time of change: of a file in WAL mode both stay as they are between two checkpoints.
  private struct Stamp: Equatable {
    var size: Int
    var seconds: Int
    var nanoseconds: Int

    init?(of path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      size = Int(status.st_size)
      (seconds, nanoseconds) = (Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec))
    }
  }

  /// What tells two runs apart, and a run from an earlier copy of itself: SQLite's header, the description and the size.
  private struct Contents: Equatable {
    var size: Int?
    var header: [UInt8]?
    var description: [UInt8]?
  }

  /// - Parameter database: the run, in WAL mode and read from, so that all its files are there.
  init(of database: Database) throws(RunStoreError) {
    path = database.path
    self.database = database
    // Reads, so that SQLite has opened all of them.
    descriptionPage = try database.descriptionPage()
    identities = Self.identities(of: path)
    stamp = Stamp(of: path)
    contents = Contents()
    contents = readContents()
  }

  /// Whether nothing took the place of the run's files. Cheap: three `stat` where all is well.
  mutating func isIntact() -> Bool {
    guard Self.identities(of: path) == identities, let now = Stamp(of: path) else { return false }
    guard now != stamp else { return true }
    // Somebody may only have touched it.
    guard hasOwnContents else { return false }
    stamp = now
    return true
  }

  /// Whether the open file, wherever it is by now, holds what was written into it and nothing else.
  var hasOwnContents: Bool { readContents() == contents }

  /// Adopts what this process itself has just written into the file.
  mutating func noteCheckpoint() {
    stamp = Stamp(of: path)
    contents = readContents()
  }

  /// Removes the files beside the run that are still its own.
  func removeBesides() {
    let now = Self.identities(of: path)
    for (index, suffix) in RunFile.besides.enumerated()
    where now[index + 1] != nil && now[index + 1] == identities[index + 1] {
      unlink(path + suffix)
    }
  }

  private static func identities(of path: String) -> [RunFile.Identity?] {
    ([""] + RunFile.besides).map { RunFile.identity(of: path + $0) }
  }

  private func readContents() -> Contents {
    Contents(
      size: database.fileSize, header: database.fileBytes(count: 100, at: 0),
      description: database.fileBytes(page: descriptionPage))
  }
}

extension Database {
  /// The number of the first page of the table with the description, and the size of pages.
  func descriptionPage() throws(RunStoreError) -> (number: Int, size: Int) {
    let number = try integer(
      "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'run'", doing: "reading the layout")
    return (number, try integer("PRAGMA page_size", doing: "reading the layout"))
  }

  /// The page with the description as the file itself has it; nil where that cannot be read.
  var fileBytesOfDescription: [UInt8]? { (try? descriptionPage()).flatMap(fileBytes) }

  /// A page of the file itself, whatever a WAL has for it; nil where the file has none of this number.
  func fileBytes(page: (number: Int, size: Int)) -> [UInt8]? {
    guard (1...Int(Int32.max)).contains(page.number), (1...65_536).contains(page.size) else { return nil }
    return fileBytes(count: page.size, at: Int64(page.number - 1) * Int64(page.size))
  }
}
