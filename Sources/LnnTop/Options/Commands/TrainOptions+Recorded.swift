extension TrainOptions {
  /// The options that a run was recorded with.
  ///
  /// - Parameter recorded: as `configuration` gave them; names that this version does not have are left out.
  package init(recorded: [String: String]) throws(UsageError.Cause) {
    self.init()
    for row in Self.table.rows where !Self.ofTheCommandLine.contains(row.long) {
      guard let text = recorded[row.long] else { continue }
      do {
        try row.apply(&self, text)
      } catch {
        throw .badValue(option: row.name, value: text, problem: error)
      }
    }
    // The data of a task are its folder, else they are the file.
    if task == nil { (data, dataFolder) = (dataFolder, nil) }
  }

  /// These options of a command line that resumes a run, with what the run was recorded with.
  ///
  /// - Throws: where an option contradicts the run's own.
  package func resuming(recorded: [String: String], run: String) throws(UsageError.Cause) -> TrainOptions {
    var options = try TrainOptions(recorded: recorded)
    for row in Self.table.rows where given.contains(row.long) && !Self.mayChange.contains(row.long) {
      let (mine, theirs) = (row.recorded(self), row.recorded(options))
      guard mine != theirs else { continue }
      let recordedWith = theirs.map { "\(row.name) \($0)" } ?? "no \(row.name)"
      throw .clash(
        option: [row.name, row.placeholder == nil ? nil : mine].compactMap(\.self).joined(separator: " "),
        other: "--resume \(run), which was recorded with \(recordedWith)")
    }
    options.resume = resume
    options.given = given
    options.threads = threads
    options.modelOut = modelOut
    options.display = display
    options.quiet = quiet
    if data != nil || task != nil {
      (options.data, options.task, options.dataFolder) = (data, task, nil)
    }
    options.dataFolder = dataFolder ?? options.dataFolder
    if plansAnew { (options.epochs, options.steps) = (epochs, steps) }
    return options
  }

  /// These options with the data words (columns, windows, split and so on) that a run was recorded with, where the
  /// command line gives none.
  ///
  /// - Parameter recorded: as `configuration` gave them.
  func readingData(asRecorded recorded: [String: String]) throws(UsageError.Cause) -> TrainOptions {
    var options = self
    // Other targets than the run's are seldom to be learnt from its inputs, which may hold them.
    let open = Self.ofOneTask.union(given.contains("targets") ? ["inputs"] : []).union(given)
    for row in Self.dataRows where !open.contains(row.long) {
      guard let text = recorded[row.long] else { continue }
      do {
        try row.apply(&options, text)
      } catch {
        throw .badValue(option: row.name, value: text, problem: error)
      }
    }
    return options
  }

  /// Data words that mean something only with the task file they were given with.
  private static let ofOneTask: Set<String> = ["task", "data", "split-like-paper"]

  /// Whether a resumed run is to make another number of steps than planned.
  package var plansAnew: Bool { given.contains("epochs") || given.contains("steps") }

  /// What a run does not hand on to the one that resumes it: all of it is the command line's.
  private static let ofTheCommandLine: Set<String> = Set(displayRows.map(\.long)).union([
    "resume", "init", "threads", "model-out", "name", "run", "no-run",
  ])

  /// What may differ when a run is resumed.
  private static let mayChange = ofTheCommandLine.union(["epochs", "steps", "task", "data"])
}
