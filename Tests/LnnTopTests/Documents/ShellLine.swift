import Foundation

/// A command of a shell block, as far as documents need a shell: quotes, comments and lines that go on after a `\`.
struct ShellLine {
  let words: [String]

  static func all(in text: String) -> [ShellLine] {
    text.replacing("\\\n", with: " ").split(separator: "\n").compactMap { line in
      let words = words(of: line)
      return words.isEmpty ? nil : ShellLine(words: words)
    }
  }

  private static func words(of line: Substring) -> [String] {
    var (words, word, quote) = ([] as [String], nil as String?, nil as Character?)
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word?.append(character) }
      } else if character == "#", word == nil {
        break
      } else if character == " " {
        if let word { words.append(word) }
        word = nil
      } else if character == "'" || character == "\"" {
        (quote, word) = (character, word ?? "")
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    return words
  }

  /// What follows `lnn-top`, with settings that make it quick: one epoch, one seed, one road; nil for other programs.
  var quickArguments: [String]? {
    guard words.first == "lnn-top" else { return nil }
    let arguments = Array(words.dropFirst())
    switch arguments.first {
    case "train", nil:
      if arguments.contains("--steps") { return Self.setting(["--steps": "3"], in: arguments) }
      return Self.setting(["--epochs": arguments.contains("--resume") ? "2" : "1"], in: arguments)
    case "benchmark":
      return Self.setting(["--epochs": "1", "--seeds": "1"], in: arguments)
    case "bench":
      return Self.setting(["--repeats": "1", "--only": "stream-lstm-32"], in: arguments)
    case "drive":
      return Self.setting(["--roads": "1"], in: arguments)
    case "runs" where arguments.dropFirst().first == "rm":
      return arguments + ["--yes"]
    default:
      return arguments
    }
  }

  /// The last of two equal options counts.
  private static func setting(_ values: [String: String], in arguments: [String]) -> [String] {
    arguments + values.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
  }
}
