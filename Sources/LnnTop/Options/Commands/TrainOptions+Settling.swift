import Liquid

extension TrainOptions {
  /// Takes the wiring that the model needs where none was asked for.
  mutating func settle(given: Set<String>) {
    if resume != nil || start != nil || namedTask != nil { self.given = given }
    if model.needsFullWiring, !given.contains("wiring") { wiring.kind = .full }
  }

  /// Why an option, by its long name, means nothing beside the others; nil where it means something.
  func objection(to option: String) -> UsageError.Cause? {
    let name = "--\(option)"
    if !model.has(option) {
      return .idle(option: name, beside: "--model \(model.rawValue)")
    }
    switch option {
    case "wiring" where model.needsFullWiring && wiring.kind != .full:
      return .excluded(
        option: "--wiring \(wiring.kind.rawValue)", by: "--model \(model.rawValue)", needing: "--wiring full")
    case "heads" where wiring.kind == .full:
      return .idle(option: name, beside: "--wiring full")
    case "solver":
      guard let solver, !model.solvers.contains(solver) else { return nil }
      return .clash(option: "--solver \(solver.rawValue)", other: "--model \(model.rawValue)")
    case "sparsity" where wiring.kind == .full:
      return .idle(option: name, beside: "--wiring full")
    case "command-neurons", "sensory-fanout", "inter-fanout", "recurrent-synapses", "motor-fanin":
      return wiring.kind == .ncp ? nil : .needs(option: name, other: "--wiring ncp")
    case "backbone-layers", "backbone-units", "activation":
      if wiring.kind != .full { return .needs(option: name, other: "--wiring full") }
      let isIdle = backboneLayers == 0 && option != "backbone-layers"
      return isIdle ? .idle(option: name, beside: "--backbone-layers 0") : nil
    default: return nil
    }
  }
}
