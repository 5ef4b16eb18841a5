/// How Optuna proposes the points of a sweep.
package struct SweepStudy: Sendable, Hashable, Codable {
  package enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// Tree-structured Parzen estimators: where good trials are dense and bad ones are not.
    case tpe
    /// A genetic algorithm, for two goals at once above all.
    case nsga2
    /// Covariance matrix adaptation, for numbers.
    case cmaes
  }

  /// A second goal, of which less is better.
  package enum Rival: String, Sendable, Hashable, Codable, CaseIterable {
    /// How many the network has.
    case parameters
    /// Of training.
    case seconds
  }

  package var method = Method.tpe
  /// Nil: the sweep's goal is the only one.
  package var against: Rival?
  /// Random trials before the method begins; nil: as Optuna has it.
  package var startup: Int?
  /// Of NSGA-II; nil: as Optuna has it.
  package var population: Int?

  package init(
    method: Method = .tpe, against: Rival? = nil, startup: Int? = nil, population: Int? = nil
  ) {
    (self.method, self.against, self.startup, self.population) = (method, against, startup, population)
  }

  /// The details of `sampler: {kind: optuna, …}`.
  init(_ section: SweepSection) throws(SweepFileError) {
    method = try section.choice("method") ?? .tpe
    against = try section.choice("against")
    startup = try section.count("startup", through: 100_000)
    population = try section.count("population", from: 2, through: 100_000)
    if population != nil, method != .nsga2 {
      throw section.error("'population' is for 'method: nsga2'", at: "population")
    }
    if startup != nil, method == .nsga2 {
      throw section.error("'startup' is for tpe and cmaes", at: "startup")
    }
    if against != nil, method == .cmaes {
      throw section.error("'method: cmaes' has one goal; tpe and nsga2 have two", at: "against")
    }
  }

  /// As Optuna calls them.
  var settings: [String: Int] {
    var settings: [String: Int] = [:]
    settings["n_startup_trials"] = startup
    settings["population_size"] = population
    return settings
  }
}
