import Foundation

/// Finds the task file that a person names: by its path, or by the name of one that comes with the program.
enum TaskPath {
  /// Whether a word for the data may name a task: it ends as YAML files do, or is a name without folder and ending.
  static func mayBeTask(_ word: String) -> Bool {
    endsAsTask(word) || (!word.isEmpty && !word.contains("/") && !word.contains("."))
  }

  /// The path of the task file; nil where the word is a table's.
  ///
  /// - Parameter isSure: whether it can be nothing else, as behind `--task`.
  /// - Throws: where a name without an ending is neither a file's nor a task's.
  static func resolve(_ word: String, isSure: Bool, locations: Locations) throws -> String? {
    let exists = FileManager.default.fileExists(atPath: word)
    if exists { return isSure || endsAsTask(word) ? word : nil }
    guard mayBeTask(word) else { return isSure ? word : nil }
    if let path = shared(word, locations) { return path }
    if endsAsTask(word) { return word }
    let names = sharedNames(locations)
    let known = names.isEmpty ? "" : ", which are \(names.joined(separator: ", "))"
    throw CommandFailure(
      "there is neither a file \(word) nor a task of this name among those of the program\(known)")
  }

  /// The names of the tasks that come with the program.
  static func sharedNames(_ locations: Locations) -> [String] {
    let names = folders(locations).flatMap { folder in
      (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }
    return Set(names).sorted()
  }

  private static func endsAsTask(_ word: String) -> Bool {
    let word = word.lowercased()
    return word.hasSuffix(".yaml") || word.hasSuffix(".yml")
  }

  private static func shared(_ word: String, _ locations: Locations) -> String? {
    guard !word.contains("/") else { return nil }
    let file = endsAsTask(word) ? word : "\(word).yaml"
    return folders(locations).map { "\($0)/\(file)" }
      .first { FileManager.default.isReadableFile(atPath: $0) }
  }

  private static func folders(_ locations: Locations) -> [String] {
    locations.sharedDirectories("sample-data").map { "\($0)/tasks" }
  }
}
