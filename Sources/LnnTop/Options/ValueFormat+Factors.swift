import LiquidData

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
