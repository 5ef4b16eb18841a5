/// How networks are compared on a task: which networks, how long and how often each is trained, and published
/// figures.
public struct BenchmarkPlan: Sendable, Hashable {
  /// One network of the comparison.
  public struct ModelPlan: Sendable, Hashable {
    /// Such as `ltc-ncp`.
    public var name: String
    /// Options of `train` for this network alone, by their long names.
    public var options: [String: String]

    public init(name: String, options: [String: String] = [:]) {
      self.name = name
      self.options = options
    }
  }

  /// A published figure for a network on the task.
  public struct Published: Sendable, Hashable {
    public var model: String
    /// In the task's metric.
    public var value: Double
    /// The standard deviation over the publication's runs; nil if it gives none.
    public var deviation: Double?
    /// Where it can be read.
    public var source: String?

    public init(model: String, value: Double, deviation: Double? = nil, source: String? = nil) {
      self.model = model
      self.value = value
      self.deviation = deviation
      self.source = source
    }
  }

  /// Nil: as many as `train` would.
  public var epochs: Int?
  /// Runs of each network with different seeds; nil: the usual number.
  public var seeds: Int?
  /// Empty: the usual networks.
  public var models: [ModelPlan]
  public var published: [Published]
  /// A line that is shown with the results.
  public var note: String?

  public init(
    epochs: Int? = nil, seeds: Int? = nil, models: [ModelPlan] = [], published: [Published] = [],
    note: String? = nil
  ) {
    self.epochs = epochs
    self.seeds = seeds
    self.models = models
    self.published = published
    self.note = note
  }
}
