/// How much of the data is for training, validation and test, in per cent.
public struct SplitShares: Sendable, Hashable {
  public let train: Int
  public let validation: Int
  public let test: Int

  public static let standard = SplitShares(train: 75, validation: 10, test: 15)

  /// - Precondition: the shares are not negative, there is something to train on, and they add up to 100.
  public init(train: Int, validation: Int, test: Int) {
    precondition(Self.areValid([train, validation, test]), "shares \(train), \(validation), \(test)")
    self.train = train
    self.validation = validation
    self.test = test
  }

  fileprivate static func areValid(_ shares: [Int]) -> Bool {
    shares.count == 3 && shares.allSatisfy { (0...100).contains($0) } && shares[0] > 0
      && shares.reduce(0, +) == 100
  }
}

extension ValueFormat where Value == SplitShares {
  /// Three shares such as `75,10,15`.
  static var split: Self {
    Self(
      placeholder: "A,B,C",
      parse: { word throws(ValueProblem) in
        let shares = word.split(separator: ",", omittingEmptySubsequences: false).compactMap { Int($0) }
        guard shares.count == word.count(where: { $0 == "," }) + 1, SplitShares.areValid(shares) else {
          throw .malformed("three whole numbers that add up to 100, the first not 0, such as 75,10,15")
        }
        return SplitShares(train: shares[0], validation: shares[1], test: shares[2])
      },
      text: { "\($0.train),\($0.validation),\($0.test)" })
  }
}
