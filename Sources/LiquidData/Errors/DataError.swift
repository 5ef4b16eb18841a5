import Text

/// Why a data file or a task on it cannot be used: what is wrong, in which file, on which line, in which
/// column.
public struct DataError: Error, Sendable, Hashable {
  /// The file as the person named it, with control characters made visible.
  public let file: String
  /// The line that an editor shows, counted from 1; `nil` where the problem has no single line.
  public let line: Int?
  /// The column's name, where the problem is in one.
  public let column: String?
  public let problem: Problem

  public init(_ problem: Problem, file: String, line: Int? = nil, column: String? = nil) {
    self.problem = problem
    self.file = file.sanitized
    self.line = line
    self.column = column.map(\.displayed)
  }

  public enum Problem: Sendable, Hashable {
    // Reading the file.
    case missingFile
    case directory
    case unreadable(reason: String)
    case tooManyValues(limit: Int)
    case tooManyBytes(limit: Int)
    case unpacksTooLarge(limit: Int)
    case empty
    case binary
    case headerOnly
    case rowTooLong
    case changedMeanwhile
    case unclosedQuote
    case raggedRow(fields: Int, expected: Int)
    case repeatedColumn
    /// A file of numbers whose own description or size does not hold.
    case malformed(format: String, reason: String)

    // Putting several files together.
    case notTime(text: String)
    case otherTimes(than: String)
    case noMatch(found: [String])
    case namedTwice
    case severalMembers(names: [String])
    case lacksColumn(of: String)
    case columnNameCount(given: Int, needed: Int)
    case repeatedKey(key: String)
    case unknownKey(key: String, file: String)
    case severalKeys(first: String, second: String)
    case badSources(reason: String)

    // What a task asks of the columns.
    case unknownColumn(role: String, suggestions: [String], known: [String])
    case textAmongNumbers(text: String)
    case wrongKind(expected: String, found: String)
    case noValues
    case tooManyLevels(count: Int, limit: Int)
    case oneClass(name: String)
    case missingValue(role: String)
    case timeGoesBack
    case noInputs
    case mixedTargets
    case targetAmongInputs
    case notBinary(value: Double)
    case unknownClass(name: String, known: [String])
    case weightsWithoutClasses

    // What a task asks of the rows.
    case tooFewRows(rows: Int, needed: Int)
    case emptyTraining
    case badTask(reason: String)

    // What a model says about its data.
    case badSchema(reason: String)
  }
}
