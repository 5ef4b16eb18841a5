#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Finds the files that patterns lead to.
struct FileFinder {
  /// What relative patterns are seen from.
  let folder: String

  /// All files in the order of their patterns, those of one pattern by name. Throws where a pattern leads to none.
  func find(_ patterns: [(pattern: String, part: Dataset.Part?)]) throws(DataError) -> [WantedFile] {
    var found: [WantedFile] = []
    for (order, (pattern, part)) in patterns.enumerated() {
      let names = pattern.split(separator: "/").filter { $0 != "." }.map { GlobPattern($0) }
      let start = pattern.hasPrefix("/") ? "/" : folder
      var matches: [(path: String, member: MemberPattern?)] = []
      expand(start, names[...], into: &matches)
      if matches.isEmpty { throw noMatch(pattern, start, names) }
      found += matches.map { WantedFile(order: order, part: part, path: $0.path, member: $0.member) }
    }
    return found
  }

  private func expand(
    _ path: String, _ names: ArraySlice<GlobPattern>,
    into matches: inout [(path: String, member: MemberPattern?)]
  ) {
    guard let name = names.first else { return }
    let rest = names.dropFirst()
    // A file whose name has a star in it is meant where there is one.
    let literal = joinedPath(path, name.text)
    let isHere = kind(of: literal) != .absent
    let candidates =
      isHere ? [literal] : name.isPattern ? list(path).filter(name.matches).map { joinedPath(path, $0) } : []
    for candidate in candidates {
      switch kind(of: candidate) {
      case .absent: continue
      case .folder where rest.isEmpty:
        // A folder that is named is an error when it is opened; one that merely matches is passed over.
        if isHere { matches.append((candidate, nil)) }
      case .folder: expand(candidate, rest, into: &matches)
      case .file where rest.isEmpty: matches.append((candidate, nil))
      case .file where isHere || isArchive(candidate): matches.append((candidate, MemberPattern(rest)))
      case .file: continue
      }
    }
  }

  private func isArchive(_ path: String) -> Bool {
    (try? FileSource(path: path)).map { isPacked($0.peek(512)) } ?? false
  }

  private func noMatch(_ pattern: String, _ start: String, _ names: [GlobPattern]) -> DataError {
    var place = start
    for name in names.dropLast() {
      let next = joinedPath(place, name.text)
      guard kind(of: next) == .folder else { break }
      place = next
    }
    if kind(of: place) != .folder { return DataError(.missingFile, file: place) }
    let shown = pattern.hasPrefix("/") ? pattern : joinedPath(folder, pattern)
    if names.isEmpty { return DataError(.directory, file: shown) }
    guard names.contains(where: \.isPattern) else { return DataError(.missingFile, file: shown) }
    return DataError(.noMatch(found: list(place).filter { !$0.hasPrefix(".") }), file: shown)
  }

  private enum Kind { case absent, folder, file }

  private func kind(of path: String) -> Kind {
    var status = stat()
    guard stat(path.isEmpty ? "." : path, &status) == 0 else { return .absent }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }

  /// The names in a folder, sorted.
  private func list(_ path: String) -> [String] {
    guard let directory = opendir(path.isEmpty ? "." : path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      // The name lies inside the entry and ends with a zero byte; both live until the next call.
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}

/// A path from a folder and a name inside it; "" stands for the folder one is in.
func joinedPath(_ folder: String, _ name: String) -> String {
  if folder.isEmpty { return name }
  return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
}

/// A name for a file that is the same however the path to it is written.
func realPath(_ path: String) -> String {
  guard let resolved = realpath(path, nil) else { return path }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// In bytes; 0 where it is unknown.
func fileSize(_ path: String) -> Int {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(clamping: status.st_size) : 0
}
