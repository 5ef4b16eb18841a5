/// A file on disk that a pattern of a task leads to.
struct WantedFile {
  /// The place of the pattern among the task's.
  let order: Int
  let part: Dataset.Part?
  /// As it is opened and shown.
  let path: String
  /// The names of those files inside it that are wanted; nil: the file itself.
  let member: MemberPattern?
}

/// A pattern for the files in an archive, folder by folder.
struct MemberPattern {
  let text: String
  private let names: [GlobPattern]

  init(_ names: ArraySlice<GlobPattern>) {
    self.names = Array(names)
    text = names.map(\.text).joined(separator: "/")
  }

  func matches(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true)
    return parts.count == names.count && zip(names, parts).allSatisfy { $0.matches($1) }
  }
}
