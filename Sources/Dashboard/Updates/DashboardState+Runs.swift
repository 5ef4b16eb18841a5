import Screen

extension DashboardState {
  /// The list of runs: marking, opening, sorting.
  mutating func runEffects(_ command: KeyCommand) -> [Effect] {
    switch command {
    case .markRun: return markRun()
    case .openRun: return openRun()
    case .sortRuns:
      runList.sortByNextColumn()
      runList.updateOrder()
      say("sorted by \(runList.sortColumn.title)")
    case .reverseRuns:
      runList.isAscending.toggle()
      runList.updateOrder()
    default: break
    }
    return []
  }

  /// Draws the selected run over the present one, or no longer.
  private mutating func markRun() -> [Effect] {
    guard let entry = runList.selected else {
      say("there is no run to mark", isWarning: true)
      return []
    }
    if let index = runList.marked.firstIndex(of: entry.path) {
      runList.marked.remove(at: index)
      runList.curves[entry.path] = nil
      say("\(sanitized(entry.name)) is no longer compared")
      return []
    }
    guard entry.isReadable else {
      say(sanitized(entry.problem ?? "this file cannot be read"), isWarning: true)
      return []
    }
    guard entry.path != presentPath else {
      say("this is the run on the screen: its loss is there already", isWarning: true)
      return []
    }
    guard runList.marked.count < RunList.maximumMarks else {
      say("at most \(RunList.maximumMarks) runs can be compared: space unmarks one", isWarning: true)
      return []
    }
    runList.marked.append(entry.path)
    say("\(sanitized(entry.name)) is drawn over this run's loss")
    return [.loadCurves(path: entry.path)]
  }

  private mutating func openRun() -> [Effect] {
    guard let entry = runList.selected else {
      say("there is no run to open", isWarning: true)
      return []
    }
    guard entry.isReadable else {
      say(sanitized(entry.problem ?? "this file cannot be read"), isWarning: true)
      return []
    }
    guard !isNested else {
      say("q goes back first", isWarning: true)
      return []
    }
    guard runList.opening?.path != entry.path else { return [] }
    runList.opening = entry
    // What was said before would stand over the word that the run is being read.
    message = nil
    return [.openRun(path: entry.path)]
  }

  mutating func cancelOpening() -> [Effect] {
    guard let entry = runList.opening else { return [] }
    runList.opening = nil
    say("\(sanitized(entry.name)) is not opened")
    return [.cancelOpening]
  }

  /// The run was read, or could not be.
  mutating func endOpening(_ path: String) {
    if runList.opening?.path == path { runList.opening = nil }
  }

  /// Takes in curves that were asked for.
  mutating func take(_ curves: RunCurves) {
    guard let index = runList.marked.firstIndex(of: curves.path) else { return }
    if curves.history.training.points.isEmpty {
      runList.marked.remove(at: index)
      say(sanitized(curves.problem ?? "\(curves.name) has no losses"), isWarning: true)
      return
    }
    runList.curves[curves.path] = curves
    if let problem = curves.problem { say(sanitized(problem), isWarning: true) }
  }

  mutating func selectRun(row: Int) {
    guard runList.order.indices.contains(row) else { return }
    runList.selectedPath = runList.entries[runList.order[row]].path
    runList.firstRow =
      ListWindow(
        count: runList.order.count, rows: RunsView.visibleRows(self, size: size), selected: row,
        preferred: runList.firstRow
      ).first
  }
}
