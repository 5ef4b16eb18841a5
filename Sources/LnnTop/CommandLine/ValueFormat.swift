import LiquidData
import Text

/// How an option's value is written: read from a word of the command line, and written back.
struct ValueFormat<Value: Sendable>: Sendable {
  /// What stands for the value in help, such as `FILE`.
  let placeholder: String
  let parse: @Sendable (String) throws(ValueProblem) -> Value
  /// The text that `parse` reads as the same value.
  let text: @Sendable (Value) -> String
  var kind = ValueKind.text
  /// What a shell completes it with, where neither the kind nor the placeholder says so.
  var suggestions: Suggestions?

  /// What a shell completes it with.
  var offered: Suggestions {
    if let suggestions { return suggestions }
    if case .choice(let words) = kind { return .words(words) }
    return Suggestions(placeholder: placeholder)
  }
}

/// What a value is, as far as a schema of files can say.
enum ValueKind: Sendable, Hashable {
  /// A whole number; nil: there is no limit.
  case integer(from: Double, through: Double?)
  case number
  case onOff
  case choice([String])
  /// Anything that a command line can have.
  case text
}

extension ValueFormat {
  /// What a function reads, nil where a word has another form than `form`.
  static func read(
    _ placeholder: String, form: String, _ read: @escaping @Sendable (String) -> Value?,
    text: @escaping @Sendable (Value) -> String
  ) -> Self {
    Self(
      placeholder: placeholder,
      parse: { word throws(ValueProblem) in
        guard let value = read(word) else { throw .malformed(form) }
        return value
      },
      text: text)
  }
}

extension ValueFormat where Value == String {
  /// Any text but none at all.
  static func text(_ placeholder: String) -> Self {
    Self(
      placeholder: placeholder,
      parse: { word throws(ValueProblem) in
        guard !word.isEmpty else { throw .malformed("a text that is not empty") }
        return word
      },
      text: { $0 })
  }
}

extension ValueFormat where Value == Horizons {
  /// A whole number of at least 1, or a range of them.
  static var horizons: Self {
    Self(
      placeholder: "N",
      parse: { word throws(ValueProblem) in
        if let horizons = Horizons(text: word) { return horizons }
        guard Int(word) == nil else { throw .outOfRange("between 1 and \(Horizons.limit)") }
        throw .malformed("a whole number of at least 1, or up to \(Horizons.countLimit) such as 1..24")
      },
      text: { $0.text })
  }
}

extension ValueFormat where Value == TextTokens {
  /// What a token is, and how the vocabulary and the length are limited.
  static var tokens: Self {
    Self(
      placeholder: "KIND[,KEY=N...]",
      parse: { word throws(ValueProblem) in
        do {
          return try TextTokens(text: word)
        } catch {
          throw .malformed(
            "words, characters or bytes, with vocabulary=N, minimum-count=N, length=N and keep=beginning|end, such as"
              + " words,length=400: \(error)")
        }
      },
      text: { $0.text })
  }
}

extension ValueFormat where Value == [String] {
  /// Names with commas between them; one that holds a comma is quoted, as in CSV.
  ///
  /// - Parameter canBeNone: whether the word `none` stands for no name.
  static func names(_ placeholder: String, canBeNone: Bool = false) -> Self {
    Self(
      placeholder: placeholder,
      parse: { word throws(ValueProblem) in
        if canBeNone, word == "none" { return [] }
        let names = QuotedList.read(word)
        guard names.allSatisfy({ !$0.isEmpty }) else {
          throw .malformed("names with commas between them, such as a,b")
        }
        return names
      },
      text: { canBeNone && $0.isEmpty ? "none" : QuotedList.text($0) })
  }
}

extension ValueFormat where Value == [String: [Double]] {
  /// Numbers that stand for missing values: those of every column under `*`, and those of one column.
  static var missingMarkers: Self {
    Self(
      placeholder: "none|X|COLUMN=X,...",
      parse: { word throws(ValueProblem) in
        if word == "none" { return [:] }
        var markers: [String: [Double]] = [:]
        for part in QuotedList.read(word) {
          let sign = part.lastIndex(of: "=")
          let name = sign.map { String(part[..<$0]) } ?? "*"
          guard let number = Double(sign.map { String(part[part.index(after: $0)...]) } ?? part),
            number.isFinite, !name.isEmpty
          else {
            throw .malformed("none, or numbers, each for all columns or for one, such as -999,CO2=-200")
          }
          markers[name, default: []].append(number)
        }
        return markers
      },
      text: { markers in
        if markers.isEmpty { return "none" }
        let parts = markers.sorted { $0.key < $1.key }.flatMap { name, numbers in
          numbers.map { name == "*" ? NumberText.shortest($0) : "\(name)=\(NumberText.shortest($0))" }
        }
        return QuotedList.text(parts)
      })
  }
}

extension ValueFormat where Value: FixedWidthInteger {
  /// A whole number of at least `lower`, and at most `upper` where there is a limit.
  static func integer(
    _ placeholder: String = "N", from lower: Value, through upper: Value = .max
  ) -> Self {
    let allowed = upper == .max ? "at least \(lower)" : "between \(lower) and \(upper)"
    return Self(
      placeholder: placeholder,
      parse: { word throws(ValueProblem) in
        guard let number = Value(word) else {
          throw Self.isWholeNumber(word) ? .outOfRange(allowed) : .notAWholeNumber
        }
        guard (lower...upper).contains(number) else { throw .outOfRange(allowed) }
        return number
      },
      text: { String($0) },
      kind: .integer(from: Double(lower), through: upper == .max ? nil : Double(upper)))
  }

  /// Digits with at most a sign: a number, if perhaps one that does not fit the type.
  private static func isWholeNumber(_ word: String) -> Bool {
    let digits = word.first == "-" || word.first == "+" ? word.dropFirst() : word[...]
    return !digits.isEmpty && digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}

extension ValueFormat where Value == Double {
  /// A finite number that satisfies a condition; `allowed` says which.
  static func number(
    _ allowed: String, where isAllowed: @escaping @Sendable (Double) -> Bool
  ) -> Self {
    Self(
      placeholder: "X",
      parse: { word throws(ValueProblem) in
        guard let number = Double(word), !number.isNaN else { throw .notANumber }
        guard number.isFinite, isAllowed(number) else { throw .outOfRange(allowed) }
        return number
      },
      text: NumberText.shortest, kind: .number)
  }
}

extension ValueFormat where Value == Bool {
  /// `on` or `off`, and the other words that YAML has for them.
  static var onOff: Self {
    Self(
      placeholder: "on|off",
      parse: { word throws(ValueProblem) in
        switch word.lowercased() {
        case "on", "true", "yes": return true
        case "off", "false", "no": return false
        default: throw .badChoice(["on", "off"])
        }
      },
      text: { $0 ? "on" : "off" }, kind: .onOff)
  }
}

extension ValueFormat where Value: RawRepresentable<String> & CaseIterable {
  /// One of the cases of a type; an underscore may stand for a hyphen, as Python has it.
  ///
  /// - Parameter placeholder: nil: the cases; where they are many, the option's help names them.
  static func choice(_ placeholder: String? = nil) -> Self {
    let words = Value.allCases.map(\.rawValue)
    return Self(
      placeholder: placeholder ?? words.joined(separator: "|"),
      parse: { word throws(ValueProblem) in
        guard let value = Value(rawValue: word) ?? Value(rawValue: word.replacing("_", with: "-")) else {
          throw .badChoice(words)
        }
        return value
      },
      text: { $0.rawValue }, kind: .choice(words))
  }
}

extension ValueFormat where Value == [String: Double] {
  /// Names with a number of at least 0 each, such as `sigma=0.1,erev=0`.
  static func factors(_ placeholder: String) -> Self {
    Self(
      placeholder: placeholder,
      parse: { word throws(ValueProblem) in
        guard let factors = Factors.read(word), factors.values.allSatisfy({ $0 >= 0 }) else {
          throw .malformed("names, each once and with a number of at least 0, such as sigma=0.1,erev=0")
        }
        return factors
      },
      text: Factors.text)
  }
}

extension ValueFormat where Value == ClassWeights {
  /// A word, or classes with a number above 0 each.
  static var classWeights: Self {
    Self(
      placeholder: "none|balanced|CLASS=X,...",
      parse: { word throws(ValueProblem) in
        if word == "none" { return .none }
        if word == "balanced" { return .balanced }
        guard let factors = Factors.read(word), factors.values.allSatisfy({ $0 > 0 }) else {
          throw .malformed(
            "none, balanced, or classes, each once and with a number above 0, such as a=2,b=1")
        }
        return .given(factors)
      },
      text: { weights in
        switch weights {
        case .none: "none"
        case .balanced: "balanced"
        case .given(let factors): Factors.text(factors)
        }
      })
  }
}

/// Names with finite numbers, such as `a=2,b=1`.
private enum Factors {
  /// Nil where the text is anything else, or a name comes twice. A name may hold an equals sign.
  static func read(_ text: String) -> [String: Double]? {
    var factors: [String: Double] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let sign = part.lastIndex(of: "="), sign > part.startIndex,
        let number = Double(part[part.index(after: sign)...]), isRepresentable(number),
        factors.updateValue(number, forKey: String(part[..<sign])) == nil
      else { return nil }
    }
    return factors
  }

  /// Whether a number stays one, and above 0, in the 32 bits in which networks compute.
  private static func isRepresentable(_ number: Double) -> Bool {
    Float(number).isFinite && (Float(number) != 0 || number == 0)
  }

  @Sendable static func text(_ factors: [String: Double]) -> String {
    factors.sorted { $0.key < $1.key }.map { "\($0.key)=\(NumberText.shortest($0.value))" }
      .joined(separator: ",")
  }
}

extension ValueFormat where Value == Split {
  /// Three shares such as `75,10,15`.
  static var split: Self {
    Self(
      placeholder: "A,B,C",
      parse: { word throws(ValueProblem) in
        guard let split = Split(text: word) else {
          throw .malformed("three shares with commas between them, the first not 0, such as 75,10,15")
        }
        return split
      },
      text: { split in
        [split.train, split.validation, split.test].map(NumberText.shortest).joined(separator: ",")
      })
  }
}
