import Liquid

/// A table made ready for a network: normalised, cut into samples, dealt out to training, validation and
/// test.
///
/// A *sample* is a window or a whole sequence. No row of one part appears in another, neither as an input nor
/// as a target, and everything learnt from the data (normalisation, categories, the time scale) comes from
/// the training part; only the names of the classes come from the whole table. A split by windows is the exception:
/// see `leak`.
public struct Dataset: Sendable {
  public enum Part: String, Sendable, Hashable, CaseIterable {
    case train, validation, test
  }

  public let schema: DataSchema
  /// What is odd about the data without making them unusable, a sentence each.
  public let warnings: [String]
  /// The rows of the table.
  public let rowCount: Int
  /// Why what is tested was partly trained on; nil where no row is in two parts.
  public let leak: String?

  let series: Series
  let samples: [Part: [Segment]]

  public var inputWidth: Int { schema.inputWidth }
  public var outputWidth: Int { schema.outputWidth }
  public var loss: Loss { schema.loss }

  /// How many samples the part has.
  public func count(of part: Part) -> Int { samples[part]?.count ?? 0 }

  /// What networks are judged by: the test part, or the validation part where there is none.
  public var judgedPart: Part { count(of: .test) > 0 ? .test : .validation }

  /// How many steps the sample has.
  public func stepCount(_ part: Part, index: Int) -> Int { sample(part, index).positions.count }

  func sample(_ part: Part, _ index: Int) -> Segment {
    let segments = samples[part] ?? []
    precondition(segments.indices.contains(index), "sample \(index) of \(segments.count) of \(part.rawValue)")
    return segments[index]
  }
}

/// The rows as a network sees them, in the order of their sequences. All but `order` are by position, which is a place
/// in the order unless rows were left out.
struct Series: Sendable {
  let order: RowOrder
  /// The place in the order of each position.
  let places: [Int]
  /// `[positions, inputWidth]`
  let inputs: [Float]
  /// `[positions]`, in units of the median step.
  let elapsed: [Float]
  /// `[positions, targetWidth]`
  let targets: [Float]
  /// `[positions, targetWidth]`
  let weights: [Float]
}
