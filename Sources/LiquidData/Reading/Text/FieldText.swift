import Text

/// The bytes of a file or of a chunk of it, with the ranges of its fields and the means to read them.
struct FieldText {
  let bytes: [UInt8]
  let records: Records
  let numbers: NumberParser
  let missing: MissingWords

  init(bytes: [UInt8], records: Records, numbers: NumberParser, missing: MissingWords = MissingWords()) {
    self.bytes = bytes
    self.records = records
    self.numbers = numbers
    self.missing = missing
  }

  /// The field's text without its quotes, with doubled quotes made single and invalid UTF-8 replaced by U+FFFD.
  func text(_ field: FieldRange) -> String {
    let range = Int(field.start)..<Int(field.end)
    guard field.form == .encoded else { return String(decoding: bytes[range], as: UTF8.self) }
    return String(decoding: decoded(range), as: UTF8.self)
  }

  private func decoded(_ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    var i = range.lowerBound + 1
    var isOpen = true
    while i < range.upperBound {
      if isOpen, bytes[i] == Ascii.quote {
        if i + 1 < range.upperBound, bytes[i + 1] == Ascii.quote {
          i += 1
        } else {
          isOpen = false
          i += 1
          continue
        }
      }
      result.append(bytes[i])
      i += 1
    }
    return result
  }

  /// Whether the value is missing; see `MissingWords`.
  func isMissing(_ field: FieldRange) -> Bool {
    guard field.form != .encoded else { return text(field).isEmpty }
    return missing.has(bytes, Int(field.start)..<Int(field.end))
  }

  /// A number without units and groups, in the marks of the file's dialect.
  func number(_ field: FieldRange) -> NumberParser.Reading? {
    guard field.form != .encoded else { return nil }
    let (start, end) = unpadded(field)
    return numbers.read(bytes, start, end)
  }

  /// Appends the numbers of a column in the marks of the file's dialect, NaN for missing ones, up to the first field that
  /// is neither.
  func appendNumbers(of index: Int, in range: Range<Int>, to values: inout [Double]) -> NumberRun {
    var run = NumberRun()
    withUnsafeTemporaryAllocation(of: Double.self, capacity: range.count) { found in
      // Sound: the fields are ranges of the bytes, and as many doubles are written as are counted.
      bytes.withUnsafeBufferPointer { bytes in
        records.withUnsafeFields { fields, starts in
          for record in range {
            let field = fields[starts[record] &+ index]
            let number =
              field.form == .plain
              ? numbers.read(bytes, Int(field.start), Int(field.end)) : self.number(field)
            if let number {
              found.initializeElement(at: run.count, to: number.value)
              run.add(number.marks)
            } else if isMissing(field) {
              found.initializeElement(at: run.count, to: .nan)
              run.addMissing(field, bytes)
            } else {
              return
            }
          }
        }
      }
      values.append(contentsOf: found[..<run.count])
    }
    for (field, count) in run.missingFields { run.missingWords[text(field), default: 0] += count }
    return run
  }

  func number(_ field: FieldRange, _ marks: NumberMarks) -> Double? {
    guard field.form != .encoded else { return nil }
    let (start, end) = unpadded(field)
    return NumberParser(marks: marks).parse(bytes, start, end)
  }

  /// All marks with which the field is a number.
  func marks(reading field: FieldRange) -> NumberMarksSet {
    guard field.form != .encoded else { return [] }
    let (start, end) = unpadded(field)
    return NumberParser.marks(reading: bytes, start, end)
  }

  private func unpadded(_ field: FieldRange) -> (Int, Int) {
    var (start, end) = (Int(field.start), Int(field.end))
    if field.form == .quoted {
      while start < end, bytes[start] == Ascii.space { start += 1 }
      while end > start, bytes[end - 1] == Ascii.space { end -= 1 }
    }
    return (start, end)
  }

  func date(_ field: FieldRange, _ parser: DateParser) -> DateParser.Reading? {
    guard field.form != .encoded else { return nil }
    return parser.parse(bytes, Int(field.start), Int(field.end))
  }

  func duration(_ field: FieldRange) -> Double? {
    guard field.form != .encoded else { return nil }
    return parseDuration(bytes, Int(field.start), Int(field.end))
  }
}

/// Numbers and missing ones that follow each other in a column.
struct NumberRun {
  private(set) var count = 0
  private(set) var missing = 0
  /// How often each word stands for a missing value.
  fileprivate(set) var missingWords: [String: Int] = [:]
  /// The first field of each such word, so that a text is made once a word and not once a field.
  fileprivate private(set) var missingFields: [(field: FieldRange, count: Int)] = []
  /// The marks that read all numbers.
  private(set) var marks = NumberMarksSet.everything

  var numbers: Int { count - missing }

  @inline(__always)
  mutating func add(_ reading: NumberMarksSet) {
    count &+= 1
    marks.formIntersection(reading)
  }

  mutating func addMissing(_ field: FieldRange, _ bytes: UnsafeBufferPointer<UInt8>) {
    count += 1
    missing += 1
    guard field.start < field.end else { return }
    let word = bytes[Int(field.start)..<Int(field.end)]
    let known = missingFields.firstIndex { known, _ in
      known.form == field.form && bytes[Int(known.start)..<Int(known.end)].elementsEqual(word)
    }
    if let known {
      missingFields[known].count += 1
    } else {
      missingFields.append((field, 1))
    }
  }
}
