/// How networks are compared on a task: which networks, how long and how often each is trained, and published
/// figures.
package struct BenchmarkPlan: Sendable, Hashable {
  /// One network of the comparison.
  package struct ModelPlan: Sendable, Hashable {
    /// Such as `ltc-ncp`.
    package var name: String
    /// Options of `train` for this network alone, by their long names.
    package var options: [String: String]

    package init(name: String, options: [String: String] = [:]) {
      self.name = name
      self.options = options
    }
  }

  /// A published figure for a network on the task.
  package struct Published: Sendable, Hashable {
    package var model: String
    /// In the task's metric.
    package var value: Double
    /// The standard deviation over the publication's runs; nil if it gives none.
    package var deviation: Double?
    /// Where it can be read.
    package var source: String?

    package init(model: String, value: Double, deviation: Double? = nil, source: String? = nil) {
      self.model = model
      self.value = value
      self.deviation = deviation
      self.source = source
    }
  }

  /// Nil: as many as `train` would.
  package var epochs: Int?
  /// Runs of each network with different seeds; nil: the usual number.
  package var seeds: Int?
  /// Empty: the usual networks.
  package var models: [ModelPlan]
  package var published: [Published]
  /// A line that is shown with the results.
  package var note: String?

  package init(
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
