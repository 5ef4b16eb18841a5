import Liquid
import Text

/// The command line makes no sense: the program says why in one line and ends with status 2.
public struct UsageError: Error, Sendable, Hashable {
  public static let exitStatus: Int32 = ExitStatus.usage

  public enum Cause: Error, Sendable, Hashable {
    case unknownCommand(String, nearest: String?)
    /// A word that needs a second one.
    case missingCommand(after: String, choices: [String])
    case unknownOption(String, nearest: String?)
    case ambiguousOption(String, candidates: [String])
    case missingValue(option: String, placeholder: String)
    /// A value for an option that takes none.
    case unexpectedValue(option: String)
    case badValue(option: String, value: String, problem: ValueProblem)
    case missingArgument(String)
    case unexpectedArgument(String)
    /// An option that means nothing without another.
    case needs(option: String, other: String)
    /// Two options that contradict one another.
    case clash(option: String, other: String)
    /// An option that means nothing beside another.
    case idle(option: String, beside: String)
    /// An option that another one excludes, which needs a third.
    case excluded(option: String, by: String, needing: String)
  }

  public let cause: Cause
  /// The command whose help says more, such as `train`; nil for the program's own.
  public let command: String?

  public init(_ cause: Cause, command: String?) {
    self.cause = cause
    self.command = command
  }
}

/// Why a text is no value for an option.
public enum ValueProblem: Error, Sendable, Hashable {
  case notAWholeNumber
  case notANumber
  /// The text says which values are allowed, such as `at least 1`.
  case outOfRange(String)
  case badChoice([String])
  /// The text says what the value should look like.
  case malformed(String)
}

extension UsageError: CustomStringConvertible {
  public var description: String {
    let help = [ProgramVersion.name, command, "--help"].compactMap { $0 }.joined(separator: " ")
    return "\(cause); see '\(help)'"
  }
}

extension UsageError.Cause {
  /// The long name of the option that means nothing beside others; nil for other mistakes.
  var idleOption: String? {
    switch self {
    case .needs(let option, _), .clash(let option, _), .idle(let option, _), .excluded(let option, _, _):
      String(option.drop { $0 == "-" }.prefix { $0 != " " })
    default: nil
    }
  }
}

extension UsageError.Cause: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownCommand(let name, let nearest):
      "there is no command \(name.quoted)"
        + (nearest == nil
          ? ", to train on what is called so: train \(name.quoted)" : Self.suggestion(nearest))
    case .missingCommand(let word, let choices):
      "\(word.quoted) alone is no command: it may be \(choices.joined(separator: " or "))"
    case .unknownOption(let option, let nearest):
      "there is no option \(option.quoted)" + Self.suggestion(nearest)
    case .ambiguousOption(let option, let candidates):
      "\(option.quoted) may mean " + candidates.joined(separator: " or ")
    case .missingValue(let option, let placeholder):
      "\(option) needs a value: \(option) \(placeholder)"
    case .unexpectedValue(let option):
      "\(option) takes no value"
    case .badValue(let option, let value, let problem):
      "\(option) cannot be \(value.quoted): \(problem)"
    case .missingArgument(let placeholder):
      "the argument \(placeholder) is missing"
    case .unexpectedArgument(let value):
      "the argument \(value.quoted) is one too many"
    case .needs(let option, let other):
      "\(option) means nothing without \(other)"
    case .clash(let option, let other):
      "\(option) does not go with \(other)"
    case .idle(let option, let other):
      "\(option) means nothing with \(other)"
    case .excluded(let option, let other, let needed):
      "\(option) does not go with \(other), which needs \(needed)"
    }
  }

  private static func suggestion(_ nearest: String?) -> String {
    nearest.map { " (did you mean \($0)?)" } ?? ""
  }
}

extension ValueProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notAWholeNumber: "it must be a whole number"
    case .notANumber: "it must be a number"
    case .outOfRange(let allowed): "it must be \(allowed)"
    case .badChoice(let choices): "it must be one of \(choices.joined(separator: ", "))"
    case .malformed(let form): "it must be \(form)"
    }
  }
}
