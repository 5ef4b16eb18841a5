import Text

/// Opens a task's files one after another: unpacks packed ones, and goes through each archive once.
struct FileOpener {
  /// A file on disk that a pattern matches.
  private struct Entry {
    /// The place of the pattern among the task's.
    let order: Int
    let part: Dataset.Part?
    let path: String
    /// The files inside it that are read; nil: the file itself.
    let members: FilePattern?
  }

  /// A file that was opened, with what was read from it.
  struct Opened<Value> {
    let order: Int
    let part: Dataset.Part?
    let path: String
    var value: Value
  }

  private let entries: [Entry]
  /// The pipes, devices and sockets that a pattern matches, safe to show.
  let skipped: [String]
  /// The most files of each archive.
  private let memberLimit: Int?
  private let limits: ReadingLimits
  private let progress: @Sendable (ReadingProgress) -> Void
  /// The path of a table that is joined, which no pattern of data matches.
  private let joined: String?

  /// - Throws: if a pattern matches no file.
  init(
    _ sources: DataSources, folder: String, limits: ReadingLimits,
    progress: @escaping @Sendable (ReadingProgress) -> Void
  ) throws(DataError) {
    let joined = sources.join.map { joinedPath(folder, $0.file) }
    var entries: [Entry] = []
    var skipped: [String] = []
    for (order, (pattern, part)) in sources.patterns.enumerated() {
      let found = try FilePattern(pattern).files(in: folder)
      let matches = found.matches.filter { match in
        match.members != nil || pattern == sources.join?.file
          || joined.map { realPath($0) != realPath(match.path) } ?? true
      }
      entries += matches.map { Entry(order: order, part: part, path: $0.path, members: $0.members) }
      skipped += found.skipped.map(\.sanitized)
    }
    self.entries = entries
    self.skipped = skipped
    self.joined = joined
    memberLimit = sources.limit
    self.limits = limits
    self.progress = progress
  }

  /// One file, whatever characters are in its name.
  init(path: String, limits: ReadingLimits) {
    entries = [Entry(order: 0, part: nil, path: path, members: nil)]
    skipped = []
    memberLimit = nil
    joined = nil
    self.limits = limits
    progress = { _ in }
  }

  var isEmpty: Bool { entries.isEmpty }

  /// The files on disk, with the pattern of the files inside each that are read.
  var files: [(path: String, part: Dataset.Part?, members: String?)] {
    entries.map { ($0.path, $0.part, $0.members?.text) }
  }

  /// Opens each file for `read`; the results are in the order of the patterns, those of one pattern by path,
  /// as people count.
  ///
  /// - Parameter paths: those of the files that are read a second time; nil: all files, for the first time.
  func open<Value>(
    only paths: Set<String>? = nil, _ read: (OpenFile) throws(DataError) -> Value
  ) throws(DataError) -> [Opened<Value>] {
    var opened: [Opened<Value>] = []
    var groups = try groups()
    let firstPass = groups.map { fileSize($0[0].path) }.reduce(0, &+)
    if let paths {
      groups = groups.filter { group in
        paths.contains { $0 == group[0].path || group[0].members != nil && $0.hasPrefix(group[0].path + "/") }
      }
    }
    let sizes = groups.map { fileSize($0[0].path) }
    let all = paths == nil ? firstPass : firstPass &+ sizes.reduce(0, &+)
    var before = paths == nil ? 0 : firstPass
    for (index, group) in groups.enumerated() {
      let start = before
      let report = { (bytes: Int, path: String) in
        progress(
          ReadingProgress(
            index: index, count: groups.count, file: path, bytesRead: min(start + bytes, all), bytesInAll: all
          ))
      }
      before += sizes[index]
      if group[0].members == nil {
        let (order, part) = (group[0].order, group[0].part)
        try Self.open(group[0].path, limits, report) { file throws(DataError) in
          opened.append(Opened(order: order, part: part, path: file.path, value: try read(file)))
        }
      } else {
        opened += try openMembers(of: group, only: paths, report, read)
      }
    }
    return opened.sorted { first, second in
      if first.order != second.order { return first.order < second.order }
      return NaturalOrder.precedes(first.path, second.path)
    }
  }

  /// The entries, grouped by the file on disk they are in.
  private func groups() throws(DataError) -> [[Entry]] {
    var groups: [[Entry]] = []
    var groupByPath: [String: Int] = [:]
    for entry in entries {
      let path = realPath(entry.path)
      guard let index = groupByPath[path] else {
        groupByPath[path] = groups.count
        groups.append([entry])
        continue
      }
      // Several patterns may lead into one archive, but not to the archive and into it.
      if entry.members == nil || groups[index][0].members == nil {
        throw DataError(.namedTwice, file: entry.path)
      }
      groups[index].append(entry)
    }
    return groups
  }

  // MARK: - Files on disk

  /// Opens the file at a path; a packed file and an archive of one file are unpacked.
  ///
  /// - Parameter report: called after each chunk with the bytes read of the file on disk and the path.
  static func open(
    _ path: String, _ limits: ReadingLimits, _ report: @escaping (Int, String) -> Void = { _, _ in },
    _ body: (OpenFile) throws(DataError) -> Void
  ) throws(DataError) {
    let file = try DiskFile(path: path, limits: limits)
    let stream = ByteStream { (bytes: inout [UInt8]) throws(DataError) -> Bool in
      defer { report(file.position, path) }
      return try file.append(to: &bytes)
    }
    guard file.isRegular else {
      let bytes = try stream.all(
        limit: min(limits.pipedBytes, limits.bytesInMemory), file: path,
        excess: { .tooManyPipedBytes(limit: $0) })
      let budget = MemoryBudget(limits, size: bytes.count, isPiped: true, path: path)
      guard Archive.isPacked(bytes.prefix(512)) else { return try body(inMemory(bytes, path, budget)) }
      let archive = try Archive(bytes: bytes, path: path, limits: limits)
      return try openOnlyMember(of: archive, path, budget, isPiped: true, report, body)
    }
    let budget = MemoryBudget(limits, size: file.size, path: path)
    guard Archive.isPacked(file.peek(512)) else {
      return try body(OpenFile(path: path, bytes: stream, kept: nil, budget: budget, size: file.size))
    }
    let archive = try Archive(file, path: path, limits: limits)
    try openOnlyMember(of: archive, path, budget, isPiped: false, report, body)
  }

  /// Opens a packed file, or the only file of an archive.
  private static func openOnlyMember(
    of archive: Archive, _ path: String, _ budget: MemoryBudget, isPiped: Bool,
    _ report: @escaping (Int, String) -> Void, _ body: (OpenFile) throws(DataError) -> Void
  ) throws(DataError) {
    guard let name = try archive.nextMember() else { throw DataError(.empty, file: path) }
    let inner = archive.isSingleFile ? path : joinedPath(path, name)
    let stream = Self.stream(archive, inner, report)
    if archive.isSingleFile, !isPiped {
      return try body(OpenFile(path: inner, bytes: stream, kept: nil, budget: budget))
    }
    // Reading cannot go back, so the bytes are kept until it is clear that there is no other file.
    let bytes = try stream.all(limit: budget.limit, file: inner)
    var others: [String] = []
    while let other = try archive.nextMember() { others.append(other) }
    try ForeignFile.check(members: [name] + others, path: path)
    guard others.isEmpty else { throw DataError(.severalMembers(names: [name] + others), file: path) }
    try body(inMemory(bytes, inner, budget))
  }

  private static func inMemory(_ bytes: [UInt8], _ path: String, _ budget: MemoryBudget) -> OpenFile {
    OpenFile(path: path, bytes: ByteStream(bytes), kept: bytes, budget: budget)
  }

  private static func stream(
    _ archive: Archive, _ path: String, _ report: @escaping (Int, String) -> Void
  ) -> ByteStream {
    ByteStream { (bytes: inout [UInt8]) throws(DataError) -> Bool in
      defer { report(archive.position, path) }
      return try archive.append(to: &bytes)
    }
  }

  // MARK: - Files in archives

  private func openMembers<Value>(
    of group: [Entry], only paths: Set<String>?, _ report: @escaping (Int, String) -> Void,
    _ read: (OpenFile) throws(DataError) -> Value
  ) throws(DataError) -> [Opened<Value>] {
    let path = group[0].path
    let (archive, budget) = try openArchive(path)
    var opened: [Opened<Value>] = []
    var counts = [Int](repeating: 0, count: group.count)
    var names: [String] = []
    var seen: Set<String> = []
    while let name = try archive.nextMember() {
      if archive.isSingleFile { throw Self.notAnArchive(path, "it is a single packed file") }
      names.append(name)
      let matching = group.indices.filter { group[$0].members?.matches(member: name) == true }
      guard let match = matching.first else { continue }
      let inner = joinedPath(path, name)
      if inner == joined { continue }
      if matching.count > 1 || !seen.insert(name).inserted { throw DataError(.namedTwice, file: inner) }
      counts[match] += 1
      guard counts[match] <= memberLimit ?? .max, paths?.contains(inner) != false else { continue }
      let file = OpenFile(path: inner, bytes: Self.stream(archive, inner, report), kept: nil, budget: budget)
      opened.append(
        Opened(order: group[match].order, part: group[match].part, path: inner, value: try read(file)))
    }
    for (index, entry) in group.enumerated() where counts[index] == 0 {
      throw DataError(.noMatch(found: names), file: joinedPath(path, entry.members?.text ?? ""))
    }
    return opened
  }

  private func openArchive(_ path: String) throws(DataError) -> (Archive, MemoryBudget) {
    let file = try DiskFile(path: path, limits: limits)
    guard Archive.isPacked(file.peek(512)) else {
      throw Self.notAnArchive(path, "it is neither tar nor zip")
    }
    let budget = MemoryBudget(limits, size: file.size, path: path)
    return (try Archive(file, path: path, limits: limits), budget)
  }

  private static func notAnArchive(_ path: String, _ reason: String) -> DataError {
    DataError(.malformed(format: "an archive", reason: reason), file: path)
  }
}

/// How far the reading of a task's files has come.
package struct ReadingProgress: Sendable, Hashable {
  /// Which file is being read, from 0; an archive counts as one.
  package let index: Int
  /// The number of files.
  package let count: Int
  /// Safe to show.
  package let file: String
  /// Of all files, as they are on disk.
  package let bytesRead: Int
  /// Files that have to be read twice count twice once that is known.
  package let bytesInAll: Int

  package init(index: Int, count: Int, file: String, bytesRead: Int, bytesInAll: Int) {
    self.index = index
    self.count = count
    self.file = file.sanitized
    self.bytesRead = bytesRead
    self.bytesInAll = bytesInAll
  }

  /// From 0 to 1.
  package var fraction: Double {
    bytesInAll > 0 ? min(Double(bytesRead) / Double(bytesInAll), 1) : 1
  }
}
