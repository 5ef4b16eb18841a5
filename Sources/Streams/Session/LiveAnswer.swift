/// What a row was answered, and what became known with it.
public struct LiveAnswer: Sendable {
  /// Counted from 1.
  public var row: Int
  /// Since the row before, in the network's unit.
  public var elapsed: Float
  /// The network's answer: numbers in the targets' units, or a probability for each class, `[outputs]`.
  public var outputs: [Float] = []
  /// The class with the largest probability; nil for numbers, and before a class is known.
  public var label: String?
  /// What the network saw, in the units of the data, `[inputs]`.
  public var inputs: [Float] = []
  /// The prediction that could be judged with this row; nil: none could.
  public var judged: Judged?
  /// Whether the drift detector gave an alarm.
  public var isAlarm = false

  public struct Judged: Sendable {
    /// The row of the prediction.
    public var row: Int
    /// Its targets: numbers in their units, NaN where missing, or 1 for the class that it was, `[outputs]`. Beside a device
    /// the device's answer: numbers in their units, or a probability for each class.
    public var targets: [Float]
    /// Its error: 0 or 1 for a class, the mean absolute error in deviations of the targets for numbers. Beside a device
    /// the mean difference.
    public var error: Double
  }
}
