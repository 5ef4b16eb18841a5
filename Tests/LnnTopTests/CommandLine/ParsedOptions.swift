import LnnTop
import Testing

/// The words of a command line, as a shell would split them.
func words(_ line: String) -> [String] {
  line.split(separator: " ").map(String.init)
}

/// The options that a command line gives its command.
func parsed<Options: CommandOptions>(_ words: [String], settings: LoadedSettings = LoadedSettings()) throws
  -> Options
{
  guard case .command(let command) = try Commands.parse(words, settings: settings) else {
    throw NotACommand(words: words)
  }
  return try #require(command.options as? Options)
}

/// The options of `lnn-top train` with these words.
func train(_ line: String) throws -> TrainOptions {
  try parsed(words("train " + line))
}

/// The values of options, whoever said them.
func values(_ options: TrainOptions) -> TrainOptions {
  var options = options
  options.given = []
  return options
}

/// What a command line prints that asks for help or the version.
func printed(_ words: [String]) throws -> String? {
  guard case .text(let text) = try Commands.parse(words) else { return nil }
  return text
}

private struct NotACommand: Error {
  let words: [String]
}
