/// Reads the wanted files one after another, every archive once, and gives the results in the order of the rows.
struct FileWalk {
  /// What reading one file gave.
  struct Found<Result> {
    let order: Int
    let part: Dataset.Part?
    let path: String
    var result: Result
  }

  let wanted: [WantedFile]
  /// The most files of each archive.
  let limit: Int?
  let limits: ReadingLimits
  let progress: @Sendable (ReadingProgress) -> Void

  /// - Parameter paths: those of the files that are read a second time; nil: all are read for the first time.
  func collect<Result>(
    only paths: Set<String>? = nil, _ read: (OpenFile) throws(DataError) -> Result
  ) throws(DataError) -> [Found<Result>] {
    var found: [Found<Result>] = []
    var groups = try groups()
    let first = groups.map { fileSize($0[0].path) }.reduce(0, &+)
    if let paths {
      groups = groups.filter { group in
        paths.contains { $0 == group[0].path || group[0].member != nil && $0.hasPrefix(group[0].path + "/") }
      }
    }
    let sizes = groups.map { fileSize($0[0].path) }
    let all = paths == nil ? first : first &+ sizes.reduce(0, &+)
    var before = paths == nil ? 0 : first
    for (index, group) in groups.enumerated() {
      let progress = progress
      let start = before
      let visitor = FileVisitor(limits: limits) { bytes, path in
        progress(
          ReadingProgress(
            index: index, count: groups.count, file: path, bytesRead: min(start + bytes, all), bytesInAll: all
          ))
      }
      before += sizes[index]
      if group[0].member == nil {
        try visitor.visit(path: group[0].path) { file throws(DataError) in
          found.append(
            Found(order: group[0].order, part: group[0].part, path: file.path, result: try read(file)))
        }
      } else {
        found += try members(of: group, only: paths, visitor, read)
      }
    }
    return found.sorted { ($0.order, $0.path) < ($1.order, $1.path) }
  }

  /// The wanted files by the file on disk they are in.
  private func groups() throws(DataError) -> [[WantedFile]] {
    var groups: [[WantedFile]] = []
    var groupByPath: [String: Int] = [:]
    for file in wanted {
      let path = realPath(file.path)
      guard let index = groupByPath[path] else {
        groupByPath[path] = groups.count
        groups.append([file])
        continue
      }
      // One archive may serve several patterns, but not itself and what is in it.
      if file.member == nil || groups[index][0].member == nil {
        throw DataError(.namedTwice, file: file.path)
      }
      groups[index].append(file)
    }
    return groups
  }

  private func members<Result>(
    of group: [WantedFile], only paths: Set<String>?, _ visitor: FileVisitor,
    _ read: (OpenFile) throws(DataError) -> Result
  ) throws(DataError) -> [Found<Result>] {
    var found: [Found<Result>] = []
    var counts = [Int](repeating: 0, count: group.count)
    var seen: Set<String> = []
    var match = 0
    let path = group[0].path
    let names = try visitor.visitMembers(of: path) { name throws(DataError) in
      let matching = group.indices.filter { group[$0].member?.matches(name) == true }
      guard let first = matching.first else { return false }
      if matching.count > 1 || !seen.insert(name).inserted {
        throw DataError(.namedTwice, file: joinedPath(path, name))
      }
      match = first
      counts[first] += 1
      return counts[first] <= limit ?? .max && paths?.contains(joinedPath(path, name)) != false
    } _: { file, _ throws(DataError) in
      found.append(
        Found(order: group[match].order, part: group[match].part, path: file.path, result: try read(file)))
    }
    for (index, file) in group.enumerated() where counts[index] == 0 {
      throw DataError(.noMatch(found: names), file: joinedPath(path, file.member?.text ?? ""))
    }
    return found
  }
}
