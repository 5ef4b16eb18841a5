import CGetopt
import Foundation
import Synchronization
import Text

/// How an option is written, as far as the scanner needs to know.
struct OptionSyntax: Sendable {
  let long: String
  let short: Character?
  /// What stands for the value; nil where there is none.
  let placeholder: String?

  var name: String { "--\(long)" }
}

/// One thing that the command line says.
enum ScannedItem: Equatable {
  /// The index into the options, and the value (empty for options without one).
  case option(Int, value: String)
  case positional(String)
  /// What is wrong; nothing follows it.
  case wrong(UsageError.Cause)
}

/// Splits a command line into options, values and arguments: getopt_long, without its messages.
enum OptionScanner {
  /// getopt_long keeps its place in global variables: one scan at a time.
  private static let gate = Mutex(())

  /// Long options' codes begin above every character's.
  private static let firstCode: Int32 = 256

  /// The items in the order of the words; words after `--` are arguments whatever they look like.
  static func scan(_ words: [String], options: [OptionSyntax]) -> [ScannedItem] {
    let argv = CStrings([ProgramVersion.name] + words)
    let names = CStrings(options.map(\.long))
    var table = zip(names.pointers, options).enumerated().map { index, pair in
      option(
        name: pair.0, has_arg: pair.1.placeholder == nil ? no_argument : required_argument, flag: nil,
        val: firstCode + Int32(index))
    }
    table.append(option(name: nil, has_arg: 0, flag: nil, val: 0))
    return gate.withLock { _ in
      cgetopt_reset()
      return items(argv, table, shortOptions: shortOptions(options), words: words, options: options)
    }
  }

  private static func items(
    _ argv: CStrings, _ table: [option], shortOptions: String, words: [String], options: [OptionSyntax]
  ) -> [ScannedItem] {
    var items: [ScannedItem] = []
    let count = Int32(words.count + 1)
    while true {
      let code = getopt_long(count, argv.terminated, shortOptions, table, nil)
      let value = cgetopt_value().map { String(cString: $0) } ?? ""
      switch code {
      case -1:
        return items + words.dropFirst(Int(cgetopt_index()) - 1).map { .positional($0) }
      case 1:
        items.append(.positional(value))
      case Int32(UInt8(ascii: "?")), Int32(UInt8(ascii: ":")):
        return items + [.wrong(cause(isMissingValue: code == Int32(UInt8(ascii: ":")), words, options))]
      default:
        guard let index = index(ofCode: code, options) else { preconditionFailure("option code \(code)") }
        items.append(.option(index, value: value))
      }
    }
  }

  /// Arguments in their place ("-"), missing values told apart (":"), then the letters.
  private static func shortOptions(_ options: [OptionSyntax]) -> String {
    options.reduce(into: "-:") { letters, option in
      guard let short = option.short else { return }
      letters += option.placeholder == nil ? "\(short)" : "\(short):"
    }
  }

  private static func index(ofCode code: Int32, _ options: [OptionSyntax]) -> Int? {
    if code >= firstCode { return Int(code - firstCode) }
    return options.firstIndex { $0.short?.asciiValue.map(Int32.init) == code }
  }

  /// What is wrong with the word that getopt_long stopped at.
  private static func cause(
    isMissingValue: Bool, _ words: [String], _ options: [OptionSyntax]
  ) -> UsageError.Cause {
    let code = cgetopt_wrong()
    if let index = index(ofCode: code, options) {
      let option = options[index]
      return isMissingValue
        ? .missingValue(option: option.name, placeholder: option.placeholder ?? "")
        : .unexpectedValue(option: option.name)
    }
    // Behind a long option the index has moved on (argv has the program's name in front); within a group of
    // letters it has not yet.
    let next = Int(cgetopt_index())
    if code != 0 {
      let group = [next - 1, next - 2].lazy.filter(words.indices.contains).map { words[$0] }
        .first { $0.hasPrefix("-") && !$0.hasPrefix("--") }
      return unknownLetter(code, in: group ?? "", options)
    }
    return unknownWord(words.indices.contains(next - 2) ? words[next - 2] : "", options)
  }

  private static func unknownLetter(
    _ code: Int32, in group: String, _ options: [OptionSyntax]
  ) -> UsageError.Cause {
    let word = group.dropFirst().prefix { $0 != "=" }
    if let meant = options.first(where: { $0.long == word }) {
      return .unknownOption("-\(word)", nearest: meant.name)
    }
    let letter = UInt8(truncatingIfNeeded: code)
    // A byte above 127 is a part of a character: show the whole word.
    return .unknownOption(letter < 128 ? "-\(Character(Unicode.Scalar(letter)))" : group, nearest: nil)
  }

  private static func unknownWord(_ word: String, _ options: [OptionSyntax]) -> UsageError.Cause {
    let name = String(word.prefix { $0 != "=" })
    let candidates = options.map(\.name).filter { $0.hasPrefix(name) }
    if candidates.count > 1 { return .ambiguousOption(name, candidates: candidates) }
    return .unknownOption(name, nearest: EditDistance.nearest(to: name, among: options.map(\.name)))
  }
}

/// C strings with a null pointer after the last, as `main` gets them; they live as long as this object.
private final class CStrings {
  /// The strings, without the null pointer.
  let pointers: [UnsafePointer<CChar>?]
  /// `argv` for C functions, which may reorder it. Valid while the object lives; sound because the buffer
  /// is allocated here, holds `pointers.count` + 1 elements, and is freed only in `deinit`.
  let terminated: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let owned: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) {
    owned = strings.map { strdup($0) }
    pointers = owned.map { $0.map { UnsafePointer($0) } }
    terminated = .allocate(capacity: owned.count + 1)
    for (index, string) in owned.enumerated() { terminated.advanced(by: index).initialize(to: string) }
    terminated.advanced(by: owned.count).initialize(to: nil)
  }

  deinit {
    for string in owned { free(string) }
    terminated.deallocate()
  }
}
