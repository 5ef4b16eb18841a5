import Foundation
import RunStore

/// `lnn-top runs tag`.
struct TagRunCommand {
  let options: TagRunOptions
  let locations: Locations

  func run() throws -> Int32 {
    let path = RunPath.resolve(options.run, locations: locations)
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
    Console.writeResult(tags.isEmpty ? "no tags" : "tags: \(tags.joined(separator: " "))")
    return ExitStatus.success
  }
}

/// `lnn-top runs note`.
struct NoteRunCommand {
  let options: NoteRunOptions
  let locations: Locations

  func run() throws -> Int32 {
    let path = RunPath.resolve(options.run, locations: locations)
    let label = try RunLabel(.note, options.text, at: Date())
    if options.removes {
      guard try RunLabels.remove(.note, label.text, path: path) else {
        throw CommandFailure("\(path) has no such note")
      }
    } else {
      try RunLabels.add(label, path: path)
    }
    let count = try RunLabels.list(path: path).count { $0.kind == .note }
    Console.writeResult("\(count) \(count == 1 ? "note" : "notes")")
    return ExitStatus.success
  }
}
