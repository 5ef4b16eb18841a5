import Foundation
import Text

/// Why a data file, or a task for it, cannot be used: what is wrong, in which file, line and column.
public struct DataError: Error, Sendable, Hashable {
  /// The file as the person named it, with control characters made visible.
  public let file: String
  /// The line as an editor counts it, from 1; nil if the problem has no single line.
  public let line: Int?
  /// The name of the column, if the problem is in one.
  public let column: String?
  /// What is wrong.
  public let problem: Problem

  package init(_ problem: Problem, file: String, line: Int? = nil, column: String? = nil) {
    self.problem = problem
    self.file = file.sanitized
    self.line = line
    self.column = column.map(\.displayed)
  }

  /// What can be wrong with data.
  public enum Problem: Sendable, Hashable {
    // Reading the file.
    case missingFile
    case directory
    case danglingLink
    /// A device or a socket.
    case special(kind: String)
    /// A pattern matches nothing but pipes, devices and sockets.
    case onlySpecial
    case unreadable(reason: String)
    case tooManyValues(limit: Int)
    case tooManyBytes(limit: Int)
    case tooManyPipedBytes(limit: Int)
    case nothingPiped
    case tooManyColumns(limit: Int)
    /// What a file of `size` bytes holds.
    case takesTooMuchMemory(limit: Int, size: Int)
    case unpacksTooLarge(limit: Int)
    case empty
    case binary
    case database
    case headerOnly
    case rowTooLong(limit: Int)
    case changedMeanwhile
    case unclosedQuote
    /// `other`: the separator that would cut the row as the table.
    case raggedRow(fields: Int, expected: Int, other: Separator? = nil)
    case repeatedColumn
    /// What another program writes, with the command that converts it.
    case foreign(kind: String, command: String)
    /// A file that does not match its own header or size.
    case malformed(format: String, reason: String)
    case recordingTooLong(reason: String)
    /// Features of recordings that cannot be computed as they are asked for.
    case badSound(reason: String)

    // A cache of what was read.
    /// In bytes, as far as it is known: what the part of the cache takes that is being written.
    case cacheTooLarge(needed: Int)
    case cacheUnwritable(reason: String)
    case notFromCache(what: String)

    // Putting several files together.
    case notTime(text: String)
    case otherTimes(than: String)
    case noMatch(found: [String])
    case namedTwice
    case severalMembers(names: [String])
    case lacksColumn(of: String)
    case columnNameCount(given: Int, needed: Int)
    case otherName(pattern: String)
    case repeatedKey(key: String)
    case unknownKey(key: String, file: String)
    case severalKeys(first: String, second: String)
    case badSources(reason: String)

    // What a task requires of the columns.
    case unknownColumn(role: String, suggestions: [String], known: [String])
    case textAmongNumbers(text: String)
    case wrongKind(expected: String, found: String)
    case noValues
    case tooManyLevels(count: Int, limit: Int)
    case oneClass(name: String)
    case missingValue(role: String)
    /// `isAfterSummer`: as when summer time ends.
    case timeGoesBack(isAfterSummer: Bool = false)
    case notTimePart(found: String)
    case partWithoutYear
    case unknownZone(name: String)
    case noInputs
    case mixedTargets
    case targetAmongInputs
    case targetKnownAhead
    case notBinary(value: Double)
    case unknownClass(name: String, known: [String])
    case weightsWithoutClasses
    case unknownGroup(name: String, known: [String])
    case severalGroups(first: String, second: String)

    // What a task requires of the rows.
    case tooFewRows(rows: Int, needed: Int)
    case emptyTraining
    /// `isOfColumn`: where a column tells the sequences apart.
    case horizonTooLong(horizon: Int, longest: Int, isOfColumn: Bool)
    /// Of the words of texts, which are forecast.
    case tooManyTokens(count: Int, limit: Int)
    case noTrainingTargets
    case badTask(reason: String)

    // What a model requires of its data.
    case badSchema(reason: String)
  }
}

extension DataError: WordedError {
  /// One line: where, what is wrong, and what to do about it.
  public var description: String {
    var place = file
    if let line { place += ", line \(line)" }
    if let column { place += ", column '\(column)'" }
    return "\(place): \(problem.cause); \(problem.hint)"
  }
}

extension DataError.Problem {
  /// What is wrong.
  public var cause: String {
    switch self {
    case .missingFile: "there is no such file"
    case .directory: "this is a directory, not a file"
    case .danglingLink: "this link leads to no file"
    case .onlySpecial: "the pattern matches only pipes, devices or sockets, such as this one"
    case .special(let kind): "this is \(kind), not a file"
    case .unreadable(let reason): "the file cannot be read (\(reason))"
    case .tooManyValues(let limit): "the table has more than \(limit) values, which memory cannot hold"
    case .tooManyBytes(let limit): "there are more than \(byteCount(limit)) to hold in memory"
    case .tooManyPipedBytes(let limit): "more than \(byteCount(limit)) come out of this pipe"
    case .nothingPiped: "this reads what is piped in, and standard input is a terminal"
    case .tooManyColumns(let limit): "there are more than \(limit) columns, the most that are read"
    case .takesTooMuchMemory(let limit, let size):
      "the contents of these \(byteCount(size)) take more than \(byteCount(limit)) of memory, the most for such a file"
    case .unpacksTooLarge(let limit): "unpacked it is larger than \(byteCount(limit))"
    case .empty: "the file is empty"
    case .binary: "this is not a text file"
    case .database: "this is a database, not a table"
    case .headerOnly: "the file has a header but no rows"
    case .rowTooLong(let limit): "the row that begins here is longer than \(byteCount(limit))"
    case .changedMeanwhile: "the file changed while it was read"
    case .unclosedQuote: "the quote opened here is never closed"
    case .raggedRow(let fields, let expected, _):
      "the row has \(counted(fields, "field")) and the table \(counted(expected, "column"))"
    case .repeatedColumn: "two columns have this name"
    case .foreign(let kind, _): "this is \(kind), which is not read"
    case .malformed(let format, let reason): "this cannot be read as \(format): \(reason)"
    case .recordingTooLong(let reason): "this cannot be read as sound: \(reason)"
    case .badSound(let reason): "the features cannot be computed: \(reason)"
    case .cacheTooLarge(let needed):
      "the disk has no room for the cache" + (needed > 0 ? ", which needs \(byteCount(needed)) more" : "")
    case .cacheUnwritable(let reason): "the cache cannot be written (\(reason))"
    case .notFromCache(let what): "\(what) does not go with a cache"
    case .notTime(let text): "'\(text)' is not a time, or is written differently from those before"
    case .otherTimes(let other): "its times are written differently from those of '\(other.displayed)'"
    case .noMatch: "no file has this name or matches it"
    case .namedTwice: "the file is named twice"
    case .severalMembers(let names): "the archive holds \(counted(names.count, "file"))"
    case .lacksColumn(let other): "the file lacks this column, which '\(other.displayed)' has"
    case .columnNameCount(let given, let needed):
      "\(counted(given, "column name")) for \(counted(needed, "column"))"
    case .otherName(let pattern): "the file's name does not fit '\(pattern.displayed)'"
    case .repeatedKey(let key): "two rows have the key '\(key.displayed)'"
    case .unknownKey(let key, let file): "there is no key '\(key.displayed)' in '\(file.displayed)'"
    case .severalKeys(let first, let second):
      "a sequence has two keys, '\(first.displayed)' and '\(second.displayed)'"
    case .badSources(let reason): reason
    case .unknownColumn(let role, _, _): "there is no such column for the \(role)"
    case .textAmongNumbers(let text): "'\(text)' is not a number in a column of numbers"
    case .wrongKind(let expected, let found): "the column holds \(found) where \(expected) are expected"
    case .noValues: "the column has no values at all"
    case .tooManyLevels(let count, let limit):
      "the column has \(count) different values and at most \(limit) can be distinguished"
    case .oneClass(let name): "the target has a single class, '\(name)'"
    case .missingValue(let role): "the \(role) is missing"
    case .timeGoesBack(isAfterSummer: false): "the time is earlier than in the row before it"
    case .timeGoesBack: "the time is earlier than in the row before it, as when summer time ends"
    case .notTimePart(let found): "the column holds \(found), which say no part of a time"
    case .partWithoutYear: "a month and a day say no time without a year"
    case .unknownZone(let name): "there is no time zone '\(name.displayed)'"
    case .noInputs: "no column is left to be an input"
    case .mixedTargets: "several targets must all be numbers"
    case .targetKnownAhead: "a target cannot be known ahead: it is what is forecast"
    case .targetAmongInputs: "the column is both an input and the target"
    case .notBinary(let value): "the target \(Float(value)) is neither 0 nor 1"
    case .unknownClass(let name, _): "there is no class '\(name.displayed)' to give a weight to"
    case .unknownGroup(let name, _): "no row has the value '\(name.displayed)', which is to be held out"
    case .severalGroups(let first, let second):
      "a sequence has several values, '\(first.displayed)' and '\(second.displayed)'"
    case .weightsWithoutClasses: "class weights need classes, and the target holds numbers"
    case .tooFewRows(let rows, let needed):
      "\(counted(rows, "row")) \(rows == 1 ? "is" : "are") too few; at least \(needed) are needed"
    case .emptyTraining: "no row is left for training"
    case .tooManyTokens(let count, let limit):
      "the texts have \(count) different words or characters, and at most \(limit) can be forecast"
    case .horizonTooLong(let horizon, let longest, _):
      "no row is left for training: the horizon is \(counted(horizon, "row")), the longest sequence has \(longest)"
    case .noTrainingTargets: "no row of the training part has a target"
    case .badTask(let reason): reason
    case .badSchema(let reason): "the model's data schema cannot be used: \(reason)"
    }
  }

  /// What to do about it.
  public var hint: String {
    switch self {
    case .missingFile: "check the path"
    case .directory: "name a file inside it, or several with a pattern such as 'FOLDER/*.csv'"
    case .danglingLink: "mend the link, or name the file itself"
    case .special: "name a file or a pipe"
    case .onlySpecial: "name a pipe without a pattern to read it"
    case .unreadable: "check its permissions"
    case .tooManyValues, .tooManyBytes: "keep fewer rows, columns or files, or set a limit in the task file"
    case .tooManyPipedBytes: "save it as a file and name that"
    case .nothingPiped: "pipe the data in, or name a file"
    case .tooManyColumns: "keep fewer, write them as rows, or look for a wrong separator"
    case .takesTooMuchMemory:
      "keep fewer rows, columns or texts, or save the data unpacked, if you trust them, and name that file"
    case .unpacksTooLarge: "unpack it and name what is in it, if you trust it"
    case .empty, .headerOnly: "it needs a header line and rows of values"
    case .binary: "unpack it or save it as CSV text in UTF-8"
    case .database:
      "what is a run of lnn-top is gone on with by train --resume, and read by eval, explain and replay; of another database save a table as CSV"
    case .rowTooLong: "look for a quote that is not closed, or for missing line ends"
    case .changedMeanwhile: "read it again when nothing writes it"
    case .unclosedQuote: "close it, or double a quote that is part of the text"
    case .raggedRow(_, _, .some(let other)):
      "it is separated by \(other.plural), other rows are not: write the whole file with one separator"
    case .raggedRow: "make every row as long as the header, quoting fields that contain the separator"
    case .repeatedColumn: "rename one of them"
    case .foreign(_, let command): "convert it: \(command)"
    case .malformed: "write the file again, or name its format: --format, or data.format of the task file"
    case .recordingTooLong: "cut it into shorter ones"
    case .badSound: "change --sound, or data.sound of the task file"
    case .cacheTooLarge: "make room there, or name a folder on another disk with --cache"
    case .cacheUnwritable: "check its permissions, or name another folder with --cache"
    case .notFromCache: "leave --cache out, or do this before"
    case .notTime, .otherTimes: "write all times in one way: numbers, hours and minutes, or dates"
    case .noMatch(let found):
      found.isEmpty ? "the folder is empty" : "there are \(listed(found, limit: 6))"
    case .namedTwice: "name it once, in one part only"
    case .severalMembers(let names):
      "name one or a pattern after a slash: there are \(listed(names, limit: 6))"
    case .lacksColumn: "give all files of a task the same columns"
    case .columnNameCount: "name every column that the file does not name"
    case .otherName: "rename or leave out the file, or change --names"
    case .repeatedKey: "keep one row per key"
    case .unknownKey: "add its row there, or leave these rows out"
    case .severalKeys: "choose a key that is the same in the whole sequence"
    case .badSources: "correct data in the task file, or write one"
    case .unknownColumn(_, let suggestions, let known):
      suggestions.isEmpty
        ? "the file has \(listed(known, limit: 8))" : "did you mean \(listed(suggestions, limit: 3))?"
    case .textAmongNumbers:
      "correct the field, or name it with --missing-words if it stands for a missing value"
    case .wrongKind: "choose another column"
    case .noValues: "leave the column out"
    case .tooManyLevels: "leave the column out, or group its values"
    case .oneClass: "choose another target, or --kind regression"
    case .missingValue: "fill it in or remove the row"
    case .timeGoesBack(isAfterSummer: true):
      "--time-zone, such as Europe/Berlin, tells the two hours apart; otherwise sort the rows by time (--sort-by-time)"
    case .partWithoutYear: "name the column of years, such as --time year=YEAR,month=MONTH"
    case .notTimePart: "say what it is, such as --time date=DAY,hour=HOUR"
    case .unknownZone: "name one of the system's zone data, such as Europe/Berlin or America/New_York"
    case .timeGoesBack:
      "sort the rows by time (--sort-by-time does so, in a task file sort-by-time: true), or name the --sequence column that separates the series"
    case .noInputs:
      "name them with --inputs; texts are read with --tokens words, a single series with --kind forecast"
    case .mixedTargets: "name one target with --targets"
    case .targetKnownAhead: "name columns whose future is known, such as a calendar's"
    case .targetAmongInputs: "leave it out of --inputs, or use --kind forecast"
    case .notBinary: "recode the column, or choose another --loss than binary-cross-entropy"
    case .unknownClass(_, let known): "the classes are \(listed(known, limit: 8))"
    case .unknownGroup(let name, let known):
      EditDistance.nearest(to: name, among: known).map { "did you mean '\($0.displayed)'?" }
        ?? "there are \(listed(known, limit: 8))"
    case .severalGroups:
      "hold out by a column that is the same in all of a sequence, or name a --sequence with it"
    case .weightsWithoutClasses: "leave --class-weights out, or use --kind classification"
    case .tooFewRows: "use a longer series"
    case .tooManyTokens: "forecast characters with --tokens characters, or name another column with --targets"
    case .horizonTooLong(_, _, let isOfColumn):
      "use a shorter horizon or longer sequences"
        + (isOfColumn ? "; --sequence none takes all rows as one" : "")
    case .emptyTraining: "use more data, a shorter horizon or another split"
    case .noTrainingTargets: "use another split or other --targets, or fill them in"
    case .badTask: "change the task's options"
    case .badSchema: "use a model file that lnn-top wrote"
    }
  }
}

/// "512 bytes", "3 MB".
private func byteCount(_ count: Int) -> String {
  count < 1 << 20 ? counted(count, "byte") : "\(count >> 20) MB"
}

/// "'a', 'b' and 3 more".
func listed(_ names: [String], limit: Int) -> String {
  let shown = names.prefix(limit).map { "'\($0.displayed)'" }.joined(separator: ", ")
  return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
}
