import Foundation
import Text

/// A path whose names may be patterns: `*` stands for any characters, `?` for one, `[a-c]` for one of these, `[!a-c]`
/// for one of all others. `*` and `?` do not match the leading point of hidden files.
struct FilePattern {
  /// A file on disk that the pattern matches.
  struct Match {
    let path: String
    /// The files inside it that the pattern asks for; nil: the file itself.
    let members: FilePattern?
  }

  /// The names between the slashes.
  private let names: [String]
  private let isAbsolute: Bool
  let text: String

  init(_ text: String) {
    self.text = text
    isAbsolute = text.hasPrefix("/")
    names = text.split(separator: "/").filter { $0 != "." }.map(String.init)
  }

  /// What a pattern leads to.
  struct Found {
    /// Sorted by name, as people count.
    var matches: [Match] = []
    /// Pipes, devices and sockets, which are read only where they are named: a pipe may wait forever for its writer.
    var skipped: [String] = []
  }

  /// The files that it matches; a relative path starts from `folder`.
  ///
  /// - Throws: if there is none.
  func files(in folder: String) throws(DataError) -> Found {
    if text == StandardInput.name { return Found(matches: [Match(path: text, members: nil)]) }
    let start = isAbsolute ? "/" : folder
    var found = Found()
    expand(start, names[...], into: &found)
    if found.matches.isEmpty { throw noMatch(folder: folder, start: start, skipped: found.skipped) }
    return found
  }

  /// Whether a path inside an archive matches, name by name.
  func matches(member path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
    return parts.count == names.count && zip(names, parts).allSatisfy { Self.matches($0, $1) }
  }

  private func expand(_ path: String, _ names: ArraySlice<String>, into found: inout Found) {
    guard let name = names.first else { return }
    let rest = names.dropFirst()
    // A file whose own name has a star in it can be named as it is.
    let literal = path.isEmpty && name == StandardInput.name ? "./\(name)" : joinedPath(path, name)
    let isLiteral = FileKind(of: literal) != .absent
    let candidates =
      isLiteral
      ? [literal]
      : Self.isPattern(name)
        ? list(path).filter { Self.matches(name, $0) }.map { joinedPath(path, $0) } : []
    for candidate in candidates {
      let kind = FileKind(of: candidate)
      switch kind {
      case .absent: continue
      case .folder where !rest.isEmpty: expand(candidate, rest, into: &found)
      case .regular where rest.isEmpty: found.matches.append(Match(path: candidate, members: nil))
      case .regular where isLiteral || isArchive(candidate):
        found.matches.append(Match(path: candidate, members: FilePattern(rest.joined(separator: "/"))))
      case .regular: continue
      // What is named but cannot be read is an error when it is opened; what a pattern matches is skipped.
      case .folder, .danglingLink, .pipe, .terminal, .device, .socket:
        if isLiteral, rest.isEmpty || kind == .danglingLink {
          found.matches.append(Match(path: candidate, members: nil))
        } else if rest.isEmpty, kind.isSpecial {
          found.skipped.append(candidate)
        }
      }
    }
  }

  private func isArchive(_ path: String) -> Bool {
    (try? DiskFile(path: path)).map { Archive.isPacked($0.peek(512)) } ?? false
  }

  private func noMatch(folder: String, start: String, skipped: [String]) -> DataError {
    if let special = skipped.first { return DataError(.onlySpecial, file: special) }
    var place = start
    for name in names.dropLast() {
      let next = joinedPath(place, name)
      guard FileKind(of: next) == .folder else { break }
      place = next
    }
    if FileKind(of: place) != .folder { return DataError(.missingFile, file: place) }
    let shown = isAbsolute ? text : joinedPath(folder, text)
    if names.isEmpty { return DataError(.directory, file: shown) }
    guard names.contains(where: Self.isPattern) else { return DataError(.missingFile, file: shown) }
    return DataError(.noMatch(found: list(place).filter { !$0.hasPrefix(".") }), file: shown)
  }

  private static func isPattern(_ name: String) -> Bool {
    if name.contains("*") || name.contains("?") { return true }
    guard let opening = name.firstIndex(of: "[") else { return false }
    return name[opening...].contains("]")
  }

  private static func matches(_ pattern: String, _ name: String) -> Bool {
    if pattern == name { return true }
    // Programs start in the locale "C", in which `fnmatch` would take each byte for a character.
    let previous = uselocale(utf8)
    defer { uselocale(previous) }
    return fnmatch(pattern, name, FNM_PERIOD | FNM_NOESCAPE) == 0
  }

  // Sound: made once, never changed or freed; `uselocale` sets it for the calling thread alone.
  private nonisolated(unsafe) static let utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)

  /// The names in a folder, in the order of their numbers.
  private func list(_ path: String) -> [String] {
    guard let directory = opendir(path.isEmpty ? "." : path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      // Sound: the name lies inside the entry and ends with a zero byte; both live until the next call.
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted(by: NaturalOrder.precedes)
  }
}

/// The one path that all paths to the same file lead to.
func realPath(_ path: String) -> String {
  guard let resolved = realpath(path, nil) else { return path }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// In bytes; 0 if it is unknown.
func fileSize(_ path: String) -> Int {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(clamping: status.st_size) : 0
}
