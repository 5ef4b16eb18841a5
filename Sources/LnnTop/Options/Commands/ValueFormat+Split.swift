import LiquidData

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
