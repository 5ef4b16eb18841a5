import LiquidData

/// The options of a command that reads tables.
protocol TableReadingOptions: CommandOptions {
  /// How the tables are written, as the command line says.
  var reading: ReadingOptions { get set }
}

extension ReadingOptions {
  /// Why numbers cannot be written so.
  var markClash: UsageError.Cause? {
    guard hasOneMarkForBoth, let mark = decimal?.rawValue else { return nil }
    return .clash(option: "--thousands \(mark)", other: "--decimal \(mark)")
  }
}

extension OptionRow where Options: TableReadingOptions {
  /// How files are written, where the program guesses it wrong.
  static var readingRows: [Self] {
    [
      .optional(
        "format", \.reading.format, .choice(), shownDefault: "as the first bytes or the name suggest",
        "how the files are written"),
      .optional(
        "label-column", \.reading.labelColumn, .choice(), shownDefault: "as the values suggest",
        "where the class of each row of a wide table is"),
      .optional(
        "names", \.reading.names, .fileNames, shownDefault: "none",
        "make columns of the files' names, such as {subject}_{activity}.csv or {activity}/{subject}.csv"),
      .optional(
        "separator", \.reading.separator, .separator, shownDefault: "as the rows suggest",
        "what separates fields: comma, tab, semicolon, pipe, space or a character"),
      .optional(
        "header", \.reading.hasHeader, .yesNo, shownDefault: "as the rows suggest",
        "whether the first row holds the names of the columns"),
      .optional(
        "skip-lines", \.reading.skippedLines, .integer(from: 0, through: 1_000_000), shownDefault: "0",
        "lines to skip before anything is read"),
      .optional(
        "comment", \.reading.comment, .text("TEXT"), shownDefault: "# or % where the first line has it",
        "what lines begin with that are no rows"),
      .optional(
        "decimal", \.reading.decimal, .choice(), shownDefault: "as all numbers suggest",
        "what stands before a number's decimals"),
      .optional(
        "thousands", \.reading.thousands, .choice(), shownDefault: "as all numbers suggest",
        "what stands between groups of three digits; space: also '"
      ).objecting { $0.reading.markClash },
      .optional(
        "encoding", \.reading.encoding, .choice(), shownDefault: "as the bytes suggest",
        "how letters are encoded"),
      .optional(
        "missing-words", \.reading.missingWords, .names("WORDS"),
        shownDefault: "NA, N/A, NaN, null, ?, -", "the words for missing values, instead of the usual ones"),
      .optional(
        "text-columns", \.reading.textColumns, .names("NAMES"), shownDefault: "the sequence",
        "columns whose values are texts exactly as they stand, such as identifiers"),
      .optional(
        "date-format", \.reading.dateFormat, .text("FORMAT"), shownDefault: "any usual one",
        "how dates are written, as for strptime: %d.%m.%y %H:%M:%S.%f"),
      .optional(
        "date-order", \.reading.dateOrder, .choice(), shownDefault: "as all dates suggest",
        "the order of day, month and year in dates such as 04/02/2015"),
      .optional(
        "time-zone", \.reading.timeZone, .text("ZONE"), shownDefault: "UTC",
        "the zone of dates without one, such as Europe/Berlin; hours and days are local"),
      .optional(
        "sound", \.reading.sound, .sound, shownDefault: "features=log-mel,bands=40",
        "which features of recordings are read; keys: \(SoundOptions.keys.map(\.name).joined(separator: ", "))"
      ),
    ]
  }
}

extension ValueFormat where Value == Separator {
  fileprivate static var separator: Self {
    .read(
      "WORD", form: "comma, tab, semicolon, pipe, space, or one other character", { Separator(word: $0) },
      text: { $0.word })
  }
}

extension ValueFormat where Value == FileNames {
  fileprivate static var fileNames: Self {
    .read("PATTERN", form: FileNames.form, { FileNames(rawValue: $0) }, text: { $0.rawValue })
  }
}

extension ValueFormat where Value == Bool {
  fileprivate static var yesNo: Self {
    Self(
      placeholder: "yes|no",
      parse: { word throws(ValueProblem) in
        switch word.lowercased() {
        case "yes", "true", "on": return true
        case "no", "false", "off": return false
        default: throw .badChoice(["yes", "no"])
        }
      },
      text: { $0 ? "yes" : "no" })
  }
}
