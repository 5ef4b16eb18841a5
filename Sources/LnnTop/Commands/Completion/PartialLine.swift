/// The words of a command line so far: what is an option, its value, or an argument.
struct PartialLine {
  private(set) var arguments: [String] = []
  /// By the options' long names, those that take none too, with nothing.
  private(set) var values: [String: String] = [:]
  /// The option whose value comes next.
  private(set) var awaiting: CommandDescription.Option?
  /// Whether all that follows are arguments.
  private(set) var hasEnded = false

  var given: Set<String> { Set(values.keys) }

  init(_ words: [String], options: [CommandDescription.Option]) {
    for word in words {
      if let option = awaiting {
        values[option.long] = word
        awaiting = nil
      } else if hasEnded || !word.hasPrefix("-") || word == "-" {
        arguments.append(word)
      } else if word == "--" {
        hasEnded = true
      } else {
        take(word, options)
      }
    }
  }

  private mutating func take(_ word: String, _ options: [CommandDescription.Option]) {
    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
    let option = options.first { option in
      "--\(option.long)" == parts[0] || option.short.map { "-\($0)" == parts[0] } == true
    }
    guard let option else { return }
    if option.placeholder == nil || parts.count > 1 {
      values[option.long] = parts.dropFirst().first ?? ""
    } else {
      awaiting = option
    }
  }
}
