import Foundation
import Text

/// The tags and notes of a run file. Changing them takes one short transaction, also while the run is recorded.
public enum RunLabels {
  /// Every label, in the order in which they were added.
  ///
  /// - Throws: where the file cannot be opened as a run.
  public static func list(path: String) throws(RunStoreError) -> [RunLabel] {
    let opened = try RunFileOpening.open(path)
    defer { opened.removeCopy() }
    var queries = RunQueries(path: path, database: opened.database, version: opened.version)
    return queries.labels()
  }

  /// Adds a label; false where the run has that tag already.
  ///
  /// - Throws: where the file is write-protected, no run, or recorded by an earlier lnn-top, which knows no labels.
  @discardableResult
  public static func add(_ label: RunLabel, path: String) throws(RunStoreError) -> Bool {
    try change(path) { database throws(RunStoreError) in
      let insert = try database.prepare(
        """
        INSERT INTO labels (kind, text, at) SELECT ?1, ?2, ?3
        WHERE ?1 <> 'tag' OR NOT EXISTS (SELECT 1 FROM labels WHERE kind = ?1 AND text = ?2)
        """, doing: "adding a label")
      try insert.run([.text(label.kind.rawValue), .text(label.text), .real(label.at.timeIntervalSince1970)])
      return database.changes > 0
    }
  }

  /// Removes every label of this kind and text; false where there was none. `text` is as `list` gives it.
  ///
  /// - Throws: as `add` does.
  @discardableResult
  public static func remove(
    _ kind: RunLabel.Kind, _ text: String, path: String
  ) throws(RunStoreError) -> Bool {
    try change(path) { database throws(RunStoreError) in
      let delete = try database.prepare(
        "DELETE FROM labels WHERE kind = ? AND text = ?", doing: "removing a label")
      try delete.run([.text(kind.rawValue), .text(text)])
      return database.changes > 0
    }
  }

  private static func change(
    _ path: String, _ body: (Database) throws(RunStoreError) -> Bool
  ) throws(RunStoreError) -> Bool {
    let opened = try RunFileOpening.openForWriting(path)
    let database = opened.database
    if opened.version < RunSchema.version {
      // The recorder of an earlier version would stumble over columns that it does not know.
      var queries = RunQueries(path: path, database: database, version: opened.version)
      guard !queries.isWriterAlive() else { throw .beingRecorded(path: path) }
      try RunSchema.migrate(database)
    }
    return try database.transaction(doing: "changing labels") { () throws(RunStoreError) in try body(database)
    }
  }
}

extension RunQueries {
  /// Every label, in the order in which they were added; none in files of version 1.
  mutating func labels() -> [RunLabel] {
    guard version >= 2 else { return [] }
    let path = path
    return rows("SELECT id, kind, text, at FROM labels ORDER BY id", doing: "reading labels") {
      row throws(RunStoreError) in
      let at = row.real(3).magnitude < 1e11 ? Date(timeIntervalSince1970: row.real(3)) : .distantPast
      guard let kind = RunLabel.Kind(rawValue: row.text(1)),
        let label = try? RunLabel(kind, row.text(2), at: at)
      else { throw .damaged(path: path, what: "a label is of no known kind or text") }
      return label
    }
  }
}

/// A tag or note that a person added to a run as a whole, during it or later.
public struct RunLabel: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// A word to find runs by; a run has each at most once.
    case tag
    /// A line of text; the same one may be there several times.
    case note
  }

  public var kind: Kind
  /// One line without control characters, neither empty nor longer than `longestText`.
  public var text: String
  public var at: Date

  /// Characters a label may have.
  public static let longestText = 1_000

  /// A label with the text on one line: white space at its ends is dropped, control characters are replaced.
  ///
  /// - Throws: where nothing is left, it is too long, or a tag is more than one word.
  public init(_ kind: Kind, _ text: String, at: Date) throws(RunStoreError) {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines).sanitized
    guard !text.isEmpty else { throw .unusableLabel(reason: "an empty \(kind) says nothing") }
    guard text.count <= Self.longestText else {
      throw .unusableLabel(reason: "a \(kind) may have \(Self.longestText) characters, not \(text.count)")
    }
    guard kind == .note || !text.contains(where: \.isWhitespace) else {
      throw .unusableLabel(
        reason: "a tag is one word: write \(text.split(separator: " ").joined(separator: "-"))")
    }
    self.kind = kind
    self.text = text
    self.at = at
  }
}
