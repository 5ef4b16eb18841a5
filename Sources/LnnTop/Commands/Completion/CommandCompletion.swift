import Foundation
import RunStore
import Screen
import Text

/// How a command line may go on: what a shell offers where a person presses Tab.
struct CommandCompletion {
  /// A word and its meaning.
  private struct Candidate {
    var word: String
    var meaning = ""
  }

  private let locations: Locations
  /// What is being completed.
  private let current: String
  /// The words before it, and the command that they name.
  private let before: [String]
  private let command: CommandDescription?
  private let line: PartialLine

  /// - Parameter words: the words after `lnn-top`, of which the last may be incomplete.
  init(_ words: [String], locations: Locations) {
    self.locations = locations
    current = words.last ?? ""
    let before = Array(words.dropLast())
    self.before = before
    let chosen = Commands.all.map { $0.description }
      .filter { before.starts(with: $0.words.dropFirst()) }.max { $0.words.count < $1.words.count }
    let isWithout = before.first.map { $0.hasPrefix("-") } ?? true
    let command = chosen ?? (isWithout ? SampleCommand.description : nil)
    self.command = command
    let rest = before.dropFirst(command.map { $0.words.count - 1 } ?? before.count)
    line = PartialLine(Array(rest), options: command?.options ?? [])
  }

  /// What `CompletionShell` reads.
  var lines: [String] {
    if let option = line.awaiting { return values(option.suggestions, current) }
    if current.hasPrefix("--"), let sign = current.firstIndex(of: "=") {
      guard let option = command?.options.first(where: { "--\($0.long)" == current[..<sign] }) else {
        return []
      }
      return values(
        option.suggestions, String(current[current.index(after: sign)...]), behind: "\(current[...sign])")
    }
    if current.hasPrefix("-"), !line.hasEnded { return shown(options) }
    return shown(names) + (argument.map { values($0.suggestions, current) } ?? [])
  }

  /// Commands whose next word this is.
  private var names: [Candidate] {
    let words = before == ["help"] ? [] : before
    let commands = Commands.all.map { $0.description }.filter {
      $0.words.count > words.count + 1 && $0.words.dropFirst().starts(with: words)
    }
    let next = commands.map { $0.words[words.count + 1] }.uniqued
    return next.map { word in
      let own = commands.first { $0.words.count == words.count + 2 && $0.words.last == word }
      return Candidate(word: word, meaning: own?.summary ?? "")
    } + (before.isEmpty ? [Candidate(word: "help", meaning: "help about a command")] : [])
  }

  /// Those that were not given; negations only where one is begun, as they are as many again.
  private var options: [Candidate] {
    (command?.options ?? []).filter { !line.given.contains($0.long) }.flatMap { option in
      var candidates = [Candidate(word: "--\(option.long)", meaning: option.help)]
      if current.hasPrefix("--no"), let negation = option.negation {
        candidates.append(Candidate(word: "--\(negation)", meaning: "not: \(option.help)"))
      }
      return candidates
    }
  }

  private var argument: CommandDescription.Argument? {
    guard let arguments = command?.arguments, let last = arguments.last else { return nil }
    return arguments.dropFirst(line.arguments.count).first ?? (last.isRepeated ? last : nil)
  }

  /// - Parameters:
  ///   - part: what there is of the value.
  ///   - option: what the shell has before it in the same word.
  private func values(_ suggestions: Suggestions, _ part: String, behind option: String = "") -> [String] {
    func candidates(_ words: [String], behind start: String = "") -> [Candidate] {
      words.map { Candidate(word: option + start + $0) }
    }
    var lines: [String]
    switch suggestions {
    case .words(let words, _): lines = shown(candidates(words))
    case .runs:
      lines = shown(
        candidates(
          RunListing.files(in: locations.runs).map {
            URL(filePath: $0.path).deletingPathExtension().lastPathComponent
          }))
    case .tasks: lines = shown(candidates(TaskPath.sharedNames(locations)))
    case .themes:
      lines = shown(candidates(ThemeLibrary(directories: locations.themeDirectories).themes.map(\.slug)))
    case .commands: lines = shown(candidates(Commands.all.map { $0.name }.filter { !$0.contains(" ") }))
    case .columns(isList: false): lines = shown(candidates(columns))
    case .list(let words): lines = shown(list(words, part).map { Candidate(word: option + $0) }) + [":open"]
    case .columns(isList: true):
      lines = shown(list(columns, part).map { Candidate(word: option + $0) }) + [":open"]
    case .others: lines = []
    }
    // A shell that completes files looks at the whole word.
    guard option.isEmpty else { return lines }
    switch suggestions.others {
    case .none: break
    case .files: lines.append(":files")
    case .folders: lines.append(":folders")
    }
    return lines
  }

  /// Names behind those of a list that are there already, none of them twice.
  private func list(_ words: [String], _ part: String) -> [String] {
    let start = part.lastIndex(of: ",").map { String(part[...$0]) } ?? ""
    let given = Set(QuotedList.read(start))
    return words.filter { !given.contains($0) }.map { start + QuotedList.text([$0]) }
  }

  /// Those of the data that the command line names.
  private var columns: [String] {
    let place = command?.arguments.firstIndex { $0.placeholder == "DATA" || $0.placeholder == "TASK" }
    let word = line.values["task"] ?? place.flatMap { line.arguments.dropFirst($0).first }
    return word.map { DataColumns.names(of: $0, folder: line.values["data"], locations: locations) } ?? []
  }

  /// Those that go on from what there is; not one that no terminal can show as it is.
  private func shown(_ candidates: [Candidate]) -> [String] {
    candidates.filter { $0.word.hasPrefix(current) && $0.word.sanitized == $0.word }
      .map { $0.meaning.isEmpty ? $0.word : "\($0.word)\t\($0.meaning.displayed)" }
  }
}
