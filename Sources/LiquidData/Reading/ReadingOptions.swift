/// How files of rows are written, as someone who knows says; what is nil is guessed.
public struct ReadingOptions: Sendable, Hashable, Codable {
  /// The day's, the month's and the year's places in dates such as 04/02/2015.
  public enum DateOrder: String, Sendable, Hashable, Codable, CaseIterable {
    case yearFirst = "ymd"
    case dayFirst = "dmy"
    case monthFirst = "mdy"

    var isYearFirst: Bool { self == .yearFirst }
  }

  /// What stands before a number's decimals.
  public enum DecimalMark: String, Sendable, Hashable, Codable, CaseIterable {
    case point, comma
  }

  /// What stands between groups of three digits.
  public enum ThousandsMark: String, Sendable, Hashable, Codable, CaseIterable {
    case none, comma, point
    /// A space or an apostrophe, as in 1 234 567 and 1'234'567.
    case space
  }

  /// Where the class of each row of a wide table is.
  public enum LabelColumn: String, Sendable, Hashable, Codable, CaseIterable {
    case first, last, none
  }

  /// How characters are bytes.
  public enum Encoding: String, Sendable, Hashable, Codable, CaseIterable {
    case utf8 = "utf-8"
    /// With a byte-order mark, or in the order that the first bytes suggest.
    case utf16 = "utf-16"
    /// ISO 8859-1, with the letters and signs that Windows adds to it.
    case latin1 = "latin-1"
  }

  /// What kind of files they are, where the task file leaves it open or says otherwise.
  public var format: DataSources.Format?
  /// Of wide tables.
  public var labelColumn: LabelColumn?
  /// The parts of the files' names that become columns.
  public var names: FileNames?
  /// Between fields.
  public var separator: Separator?
  /// Whether the first row holds the names of the columns.
  public var hasHeader: Bool?
  /// Lines that are skipped before anything is read.
  public var skippedLines: Int?
  /// What lines begin with that are no rows.
  public var comment: String?
  /// Before the fraction of a number.
  public var decimal: DecimalMark?
  /// Between groups of digits.
  public var thousands: ThousandsMark?
  /// How characters are bytes.
  public var encoding: Encoding?
  /// The words that stand for a missing value, instead of the usual ones; an empty field always does.
  public var missingWords: [String]?
  /// Columns whose values are texts exactly as they stand, such as identifiers with leading zeros.
  public var textColumns: [String]?
  /// How dates are written, in the letters of strptime; `%f` is a fraction of a second.
  public var dateFormat: String?
  /// Whether days or months come first in dates of digits alone.
  public var dateOrder: DateOrder?
  /// The zone of dates without one, as the system's zone data name it, such as `Europe/Berlin`.
  public var timeZone: String?
  /// Which features of recordings are read; of a table that was read, with the rate they have.
  public var sound: SoundOptions?
  /// The order of the dates that a network was trained on, for files that leave it open.
  package var likelyDateOrder: DateOrder?
  /// What stood before the decimals that a network was trained on, where it was found to be no point.
  package var likelyDecimal: DecimalMark?
  /// The format that a network's training was told, for files that do not show theirs.
  package var likelyFormat: DataSources.Format?
  /// The names of the files that a network was trained on, for files that fit.
  package var likelyNames: FileNames?

  /// Options that leave everything open.
  public init() {}

  /// Whether one mark would stand before decimals and between thousands.
  package var hasOneMarkForBoth: Bool { decimal != nil && decimal?.rawValue == thousands?.rawValue }

  /// These options, with others' where they say nothing.
  package func filled(from others: ReadingOptions) -> ReadingOptions {
    var filled = self
    filled.format = format ?? others.format
    filled.labelColumn = labelColumn ?? others.labelColumn
    filled.names = names ?? others.names
    filled.separator = separator ?? others.separator
    filled.hasHeader = hasHeader ?? others.hasHeader
    filled.skippedLines = skippedLines ?? others.skippedLines
    filled.comment = comment ?? others.comment
    filled.decimal = decimal ?? others.decimal
    filled.thousands = thousands ?? others.thousands
    filled.encoding = encoding ?? others.encoding
    filled.missingWords = missingWords ?? others.missingWords
    filled.textColumns = textColumns ?? others.textColumns
    filled.dateFormat = dateFormat ?? others.dateFormat
    filled.dateOrder = dateOrder ?? others.dateOrder
    filled.timeZone = timeZone ?? others.timeZone
    filled.sound = others.sound.map { sound?.filled(from: $0) ?? $0 } ?? sound
    filled.likelyDateOrder = likelyDateOrder ?? others.likelyDateOrder
    filled.likelyDecimal = likelyDecimal ?? others.likelyDecimal
    filled.likelyFormat = likelyFormat ?? others.likelyFormat
    filled.likelyNames = likelyNames ?? others.likelyNames
    return filled
  }

  /// What other files may be written like: those that show a format of their own, or have other names, are read without
  /// these words.
  package var asLikely: ReadingOptions {
    var likely = self
    let isShown = format == nil || [.automatic, .table, .long].contains(format)
    likely.likelyFormat = isShown ? likelyFormat : format
    likely.likelyNames = names ?? likelyNames
    (likely.format, likely.names) = (nil, nil)
    return likely
  }

  /// Whether nothing was said.
  package var isEmpty: Bool { self == ReadingOptions() }
}
