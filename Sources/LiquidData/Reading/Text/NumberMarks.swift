/// The marks within written numbers: before the decimals, and between groups of three digits.
struct NumberMarks: Hashable, Sendable {
  enum Group: Hashable, Sendable {
    case none, comma, point
    /// A space or an apostrophe.
    case space
  }

  let decimal: ReadingOptions.DecimalMark
  let group: Group

  static let plain = NumberMarks(decimal: .point, group: .none)

  /// All that are read.
  static let all: [NumberMarks] = [
    plain, NumberMarks(decimal: .point, group: .comma), NumberMarks(decimal: .point, group: .space),
    NumberMarks(decimal: .comma, group: .none), NumberMarks(decimal: .comma, group: .point),
    NumberMarks(decimal: .comma, group: .space),
  ]

  var decimalByte: UInt8 { decimal == .point ? Ascii.point : Ascii.comma }

  /// Whether what someone said of the marks allows these.
  func fit(_ options: ReadingOptions) -> Bool {
    if let decimal = options.decimal, decimal != self.decimal { return false }
    return switch options.thousands {
    case nil: true
    case .some(.none): group == .none
    case .comma: group == .comma
    case .point: group == .point
    case .space: group == .space
    }
  }
}

/// Some of `NumberMarks.all`.
struct NumberMarksSet: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  static let everything = NumberMarksSet(rawValue: 0b11_1111)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(where isMember: (NumberMarks) -> Bool) {
    rawValue = NumberMarks.all.enumerated().reduce(0) { set, member in
      isMember(member.element) ? set | 1 << UInt8(member.offset) : set
    }
  }

  var members: [NumberMarks] {
    NumberMarks.all.enumerated().filter { rawValue & 1 << UInt8($0.offset) != 0 }.map(\.element)
  }

  // One bit for each of `all`, in its order. Written out, since every number asks for them: so they are constants.

  /// Those of a decimal mark.
  static let withPoint = NumberMarksSet(rawValue: 0b00_0111)
  static let withComma = NumberMarksSet(rawValue: 0b11_1000)
  /// Those that group with a mark.
  static let groupingByPoint = NumberMarksSet(rawValue: 0b01_0000)
  static let groupingByComma = NumberMarksSet(rawValue: 0b00_0010)
}
