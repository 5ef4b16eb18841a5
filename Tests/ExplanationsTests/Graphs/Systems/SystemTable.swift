import Liquid

/// The fifty systems that are reported; other seeds make others of the same kinds, on which settings may be chosen.
enum SystemTable {
  static func systems(seed: UInt64) -> [GraphSystem] {
    func many(_ count: Int, _ make: (_ place: Int, _ seed: UInt64) -> GraphSystem) -> [GraphSystem] {
      (0..<count).map { make($0, seed &* 1_000_003 &+ UInt64($0)) }
    }
    return many(10) { LagSystem.vectorAutoregression(channels: 5 + $0 % 3, seed: $1) }
      + many(5) { LagSystem.chain(channels: 4 + $0 % 3, seed: $1) }
      + many(5) { LagSystem.confounder(seed: $1) }
      + many(5) { LagSystem.driver(channels: 4 + $0 % 3, seed: $1) }
      + many(10) { LagSystem.nonlinear(channels: 5 + $0 % 2, seed: $1) }
      + many(4) { FlowSystem.oscillators(channels: 4 + $0 % 3, bend: 0, seed: $1) }
      + many(4) { FlowSystem.oscillators(channels: 4 + $0 % 2, bend: 1, seed: $1) }
      + many(7) { FlowSystem.lorenz96(channels: 6 + $0 % 3, force: $0.isMultiple(of: 2) ? 8 : 10, seed: $1) }
  }

  /// Rows of each.
  static let rows = 1000
}
