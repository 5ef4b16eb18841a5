import LiquidData
import Text

/// The command line that trains a recorded run once more: the data, and every option that says something else than the
/// program or the task would by itself.
package struct TrainingCommandLine {
  /// The data first, then each option with its value.
  package let groups: [[String]]

  /// Options without an effect on any result, or that say where something goes.
  static let idle: Set<String> = [
    "threads", "run", "no-run", "model-out", "quiet", "data", "task", "headless", "reader", "json", "fps",
    "theme",
    "glyphs", "color", "mouse",
  ]

  /// Nil where the run does not say what it was trained on, or says it in words that this version does not have.
  ///
  /// - Parameter configuration: every option that was in force.
  package init?(recorded configuration: [String: String], locations: Locations) {
    let recorded = TrainOptions.withCurrentNames(configuration)
    guard let data = Self.data(recorded), (try? TrainOptions(recorded: recorded)) != nil else { return nil }
    // A flag that is not in the record was off, which must be said where the task has it on.
    let words = Self.rows.filter { recorded[$0.long] != nil || $0.negation != nil }
    let chosen = Self.differing(words, recorded, data: data, locations)
    groups = [data] + Self.groups(words.filter { chosen.contains($0.long) }, recorded)
  }

  /// The options that must be said.
  private static func differing(
    _ words: [OptionRow<TrainOptions>], _ recorded: [String: String], data: [String], _ locations: Locations
  ) -> Set<String> {
    var chosen: Set<String> = []
    // An option that is said changes what others are by themselves, so it takes a few rounds.
    for _ in 0..<4 {
      let said = chosen
      let groups = groups(words.filter { said.contains($0.long) }, recorded)
      guard let found = configuration(of: data + groups.joined(), locations) else {
        return Set(words.map(\.long)).intersection(recorded.keys)
      }
      let differing = words.map(\.long).filter { found[$0] != recorded[$0] }
      if differing.allSatisfy({ said.contains($0) }) { break }
      chosen.formUnion(differing)
    }
    return needed(chosen, words, recorded, data: data, locations)
  }

  /// Those of the options without which others would be in force: one that was said may have brought others with it.
  private static func needed(
    _ chosen: Set<String>, _ words: [OptionRow<TrainOptions>], _ recorded: [String: String], data: [String],
    _ locations: Locations
  ) -> Set<String> {
    var needed = chosen
    for name in words.map(\.long) where needed.contains(name) {
      let rest = needed.subtracting([name])
      let groups = groups(words.filter { rest.contains($0.long) }, recorded)
      guard let found = configuration(of: data + groups.joined(), locations) else { continue }
      if words.allSatisfy({ found[$0.long] == recorded[$0.long] }) { needed = rest }
    }
    return needed
  }

  /// The words for a shell, an option a line.
  package var lines: [String] {
    let words = groups.map { $0.map(ShellWord.quoted).joined(separator: " ") }
    return ["\(ProgramVersion.name) train \(words[0])"] + words.dropFirst().map { "  \($0)" }
  }

  private static let rows = TrainOptions.table.rows.filter { !idle.contains($0.long) }

  /// The task with the folder of its files, or the table.
  private static func data(_ recorded: [String: String]) -> [String]? {
    guard let task = recorded["task"] else { return recorded["data"].map { [$0] } }
    return [task] + (recorded["data"].map { ["--data", $0] } ?? [])
  }

  private static func groups(
    _ rows: [OptionRow<TrainOptions>], _ recorded: [String: String]
  ) -> [[String]] {
    rows.map { $0.commandLine(for: recorded[$0.long]) }
  }

  /// What would be recorded for a command line, as far as the words and the task file tell; nil where they do not go
  /// together, or the task file is not there to ask.
  private static func configuration(of words: [String], _ locations: Locations) -> [String: String]? {
    guard case .options(var options) = try? TrainOptions.table.parse(words, settings: LoadedSettings()) else {
      return nil
    }
    if let named = options.namedTask {
      guard let path = try? TaskPath.resolve(named, isSure: false, locations: locations),
        let file = try? TaskFile.read(path: path), let following = try? options.following(file)
      else { return nil }
      options = following
    }
    return options.configuration
  }
}
