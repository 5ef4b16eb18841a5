import Foundation
import RunStore

/// `lnn-top runs tag`.
struct TagRunCommand: Command {
  let options: TagRunOptions

  func run(in context: CommandContext) throws -> Int32 {
    let path = RunPath.resolve(options.run, locations: context.locations)
    // All are looked at before the first is written.
    let labels = try options.tags.map { try RunLabel(.tag, $0, at: Date()) }
    for label in labels {
      if options.removes {
        guard try RunLabels.remove(.tag, label.text, path: path) else {
          throw CommandFailure("\(path) has no tag \(label.text)")
        }
      } else {
        try RunLabels.add(label, path: path)
      }
    }
    let tags = try RunLabels.list(path: path).filter { $0.kind == .tag }.map(\.text)
    try Console.writeResult(tags.isEmpty ? "no tags" : "tags: \(tags.joined(separator: " "))")
    return ExitStatus.success
  }
}

/// `lnn-top runs note`.
struct NoteRunCommand: Command {
  let options: NoteRunOptions

  func run(in context: CommandContext) throws -> Int32 {
    let path = RunPath.resolve(options.run, locations: context.locations)
    let label = try RunLabel(.note, options.text, at: Date())
    if options.removes {
      guard try RunLabels.remove(.note, label.text, path: path) else {
        throw CommandFailure("\(path) has no such note")
      }
    } else {
      try RunLabels.add(label, path: path)
    }
    let count = try RunLabels.list(path: path).count { $0.kind == .note }
    try Console.writeResult("\(count) \(count == 1 ? "note" : "notes")")
    return ExitStatus.success
  }
}

/// Everything that `lnn-top runs tag` can be told.
public struct TagRunOptions: CommandOptions {
  public var run = ""
  public var tags: [String] = []
  public var removes = false

  public init() {}

  package static let table = CommandTable<TagRunOptions>(
    name: "runs tag",
    summary: "tag a recorded run",
    details:
      "Tags a run with words by which 'lnn-top runs --filter' finds it, also while it is being recorded.",
    example: "lnn-top runs tag lane-keeping baseline",
    positionals: [
      .required("RUN", \.run, "a run file, or the name of a recorded run"),
      .repeated("TAG", \.tags, "a word"),
    ],
    groups: [OptionGroup("Tags", [.flag("remove", \.removes, "take the tags away")])])
}

/// Everything that `lnn-top runs note` can be told.
public struct NoteRunOptions: CommandOptions {
  public var run = ""
  /// The words of one note.
  public var words: [String] = []
  public var removes = false

  public init() {}

  var text: String { words.joined(separator: " ") }

  package static let table = CommandTable<NoteRunOptions>(
    name: "runs note",
    summary: "add a note to a recorded run",
    details: "Adds a line to a run, also while it is being recorded. 'lnn-top runs --json' shows the notes.",
    example: "lnn-top runs note lane-keeping \"steers well in bends\"",
    positionals: [
      .required("RUN", \.run, "a run file, or the name of a recorded run"),
      .repeated("TEXT", \.words, "the line"),
    ],
    groups: [OptionGroup("Notes", [.flag("remove", \.removes, "take the note of this text away")])])
}
