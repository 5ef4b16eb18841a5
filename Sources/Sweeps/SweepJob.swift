/// One run of a sweep: the options that it is trained with, and what it is called.
package struct SweepJob: Sendable, Hashable, Codable {
  /// Names its files; no other job of the sweep has the same.
  package let key: String
  /// The point of the space that it tries, counted from 0.
  package let trial: Int
  package let seed: UInt64
  /// What varies, by the options' long names, as far as it means something beside the others.
  package let values: [String: String]
  /// Every option of `train` that is in force, as run files record them.
  package let options: [String: String]
  /// What its run file is tagged with; nil: `sweep`.
  package let tags: [String]?

  package init(
    key: String, trial: Int, seed: UInt64, values: [String: String], options: [String: String],
    tags: [String]? = nil
  ) {
    (self.key, self.trial, self.seed, self.values, self.options) = (key, trial, seed, values, options)
    self.tags = tags
  }

  /// `00012-seed1`: sorted by name they are in their order.
  package static func key(trial: Int, seed: UInt64) -> String { "\(number(trial: trial))-seed\(seed)" }

  /// `00012`, for the trial that people call 12.
  static func number(trial: Int) -> String {
    let number = String(trial + 1)
    return String(repeating: "0", count: max(0, 5 - number.count)) + number
  }
}
