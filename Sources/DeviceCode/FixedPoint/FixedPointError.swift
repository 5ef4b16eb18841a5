import Text

/// Why a network cannot be written with integers of few bits.
package enum FixedPointError: Error, Sendable, Hashable {
  /// There is nothing to find ranges from.
  case noCalibration
  /// A part of the network left the finite numbers on the calibration rows.
  case notFinite(part: String)
  /// A divisor was not above 0 on the calibration rows.
  case divisor(part: String)
  /// The sums of a part have so many terms that fewer than four bits would be left of each weight.
  case sums(part: String, terms: Int)
  /// A table has more rows than 16 bits count.
  case rows(part: String, rows: Int)
}

extension FixedPointError: WordedError {
  package var description: String {
    switch self {
    case .noCalibration: "int8 needs rows of the training part to find ranges from; there are none"
    case .notFinite(let part):
      "int8 cannot hold this network: \(part.quoted) left the finite numbers on the training part; export it as float"
    case .divisor(let part):
      "int8 cannot hold this network: \(part.quoted) divides by numbers that are not above 0; export it as float"
    case .sums(let part, let terms):
      "int8 cannot hold this network: the sums of \(part.quoted) have \(terms) terms, too many for 32 bits; export it as float"
    case .rows(let part, let rows):
      "int8 cannot hold this network: the table of \(part.quoted) has \(rows) rows, of which 16 bits count \(Int16.max); "
        + "export it as float, or train with a smaller vocabulary"
    }
  }
}
