import Foundation
import LiquidData
import Text

/// Where a command's table comes from: the files of a task, or those that the person names.
struct DataChoice {
  /// Nil where no task file was named.
  let task: TaskFile?
  let sources: DataSources
  /// What the sources' paths are relative to; empty: the working directory.
  let folder: String
  /// What messages call the data: the file, or the task's.
  let name: String
  /// Whether the person said where the task's files are.
  private let isFolderGiven: Bool

  /// - Parameters:
  ///   - data: a file, a pattern, or what may also stand in `task`.
  ///   - task: a task file, or the name of one.
  ///   - folder: that of the task's files; nil: the one that the task file is in.
  ///   - command: whose help says more about a mistake.
  init(data: String?, task: String?, folder: String?, command: String?, locations: Locations) throws {
    guard let word = task ?? data else { preconditionFailure("neither data nor a task") }
    isFolderGiven = folder != nil
    if let path = try TaskPath.resolve(word, isSure: task != nil, locations: locations) {
      let file = try TaskFile.read(path: path)
      guard path != "-" || !file.sources.readsStandardInput else {
        throw CommandFailure(
          "the task came through -, so its data cannot: name a file in it, or the task as one")
      }
      self.task = file
      sources = file.sources
      self.folder = folder ?? path.parentFolder
      name = path
      return
    }
    guard folder == nil else {
      throw UsageError(.needs(option: "--data", other: "a task file"), command: command)
    }
    self.task = nil
    sources = DataSources(files: [word])
    self.folder = ""
    name = word
  }

  /// Files and patterns without a task.
  init(files: [String], name: String) {
    task = nil
    sources = DataSources(files: files)
    folder = ""
    self.name = name
    isFolderGiven = false
  }

  /// Whether the data can be read twice: a pipe that a path names gives its contents once.
  var canBeReadAgain: Bool { sources.canBeReadAgain(in: folder) }

  /// Reads the table, with a bar where stderr is a terminal and that takes long.
  ///
  /// - Parameters:
  ///   - reading: how files are written, as the person says; the task's own words fill what is left open.
  ///   - said: those of these words that the person said now, which must mean something; nil: all of them.
  ///   - roles: what columns are for.
  ///   - testFilesAlone: leaves out the files that are not for the test, where a task has files for it.
  ///   - written: the columns whose values are also kept as they stand in the files.
  ///   - cache: the folder that keeps the table's values; nil: they are in memory.
  func table(
    showsProgress: Bool, reading: ReadingOptions, said: ReadingOptions? = nil, roles: ReadingRoles,
    testFilesAlone: Bool = false, written: Set<String> = [], cache: String? = nil
  ) throws -> Table {
    var sources = sources
    sources.reading = reading.filled(from: sources.reading)
    if let clash = sources.reading.markClash { throw UsageError(clash, command: nil) }
    if testFilesAlone, !sources.test.isEmpty {
      (sources.files, sources.train, sources.validation) = ([], [], [])
    }
    let bar = ReadingBar(isShown: showsProgress && Console.isMessageTerminal)
    defer { bar.erase() }
    let table: Table
    do {
      table = try Table.read(
        sources, name: task?.name ?? name, folder: folder, roles: roles, written: written,
        cache: cache.map { TableCache(folder: $0) }
      ) { bar.show($0) }
    } catch {
      throw explained(error)
    }
    try checkUse(of: said ?? reading, in: table, format: sources.reading.format ?? sources.format)
    return table
  }

  /// Throws where a word about one kind of files is said of others, which it does not change.
  ///
  /// - Parameter format: of the files, as far as somebody says.
  private func checkUse(of said: ReadingOptions, in table: Table, format: DataSources.Format) throws {
    let isWide = format == .wide || format == .automatic && table.reading.likelyFormat == .wide
    func check(
      _ key: String, _ isSaid: (ReadingOptions) -> Bool, needing files: (option: String, key: String)
    ) throws {
      if isSaid(said) {
        throw UsageError(.needs(option: "--\(key)", other: files.option), command: nil)
      }
      guard let task, isSaid(sources.reading) else { return }
      throw TaskFileError(
        .contradiction("'\(key)' means nothing without \(files.key)"), path: task.path,
        line: task.line(of: "data.\(key)"))
    }
    if table.reading.sound == nil {
      try check("sound", { $0.sound != nil }, needing: ("recordings", "recordings"))
    }
    if !isWide {
      try check("label-column", { $0.labelColumn != nil }, needing: ("--format wide", "'format: wide'"))
    }
  }

  /// A task's data are often not where the task is: says how to tell where, and where they can be had.
  private func explained(_ error: DataError) -> any Error {
    guard let task, case .missingFile = error.problem else { return error }
    let hint = isFolderGiven ? "" : "; --data DIR says in which folder the task's files are"
    let source = task.source.map { "; they can be had from \($0)" } ?? ""
    return CommandFailure("\(error)\(hint)\(source)")
  }
}

extension DataSources {
  /// Whether no pipe and no device is named; of the standard input a copy is kept.
  ///
  /// - Parameter folder: where relative paths start; empty: the working directory.
  func canBeReadAgain(in folder: String) -> Bool {
    patterns.map(\.pattern).allSatisfy { pattern in
      var info = stat()
      let path = pattern.hasPrefix("/") ? pattern : joinedPath(folder, pattern)
      // What is no path is a pattern, which matches files alone.
      return pattern == "-" || stat(path, &info) != 0
        || [S_IFREG, S_IFDIR].contains(info.st_mode & S_IFMT)
    }
  }
}
