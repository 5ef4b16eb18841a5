import Liquid

extension ButcherTableau {
  /// What is wrong with the data, a line each; empty where the method is what it claims to be: explicit, with
  /// stages at c, satisfying every order condition up to its order, and so its embedded solution and its
  /// interpolant.
  package func violations(tolerance: Double = 1e-12) -> [String] {
    let shape = shapeViolations()
    guard shape.isEmpty else { return shape }
    var found: [String] = []
    for (stage, row) in a.enumerated() where !(abs(row.reduce(0, +) - c[stage]) <= tolerance) {
      found.append("row \(stage) of a sums to \(row.reduce(0, +)), not to c = \(c[stage])")
    }
    found += orderViolations(of: b, order: order, called: "b", tolerance)
    if let embedded {
      found += orderViolations(of: embedded.weights, order: embedded.order, called: "embedded b", tolerance)
      if zip(embedded.weights, b).allSatisfy({ abs($0 - $1) <= tolerance }) {
        found.append("the embedded solution is the solution: it estimates no error")
      }
    }
    if let interpolant { found += violations(of: interpolant, tolerance) }
    return found
  }

  private func shapeViolations() -> [String] {
    var found: [String] = []
    if a.map(\.count) != Array(0..<stages) {
      found.append("row i of a must have i entries, not \(a.map(\.count))")
    }
    if c.count != stages { found.append("\(c.count) entries in c for \(stages) stages") }
    if let embedded, embedded.weights.count != stages {
      found.append("\(embedded.weights.count) embedded weights for \(stages) stages")
    }
    if let interpolant, interpolant.coefficients.count != stages {
      found.append("\(interpolant.coefficients.count) polynomials for \(stages) stages")
    }
    return found
  }

  /// One condition a rooted tree of at most that order: sum_i b_i phi_i = 1 / density.
  private func orderViolations(
    of weights: [Double], order: Int, called name: String, _ tolerance: Double
  ) -> [String] {
    (1...max(1, order)).flatMap(RootedTree.all).compactMap { tree in
      let left = zip(weights, tree.stageWeights(self)).reduce(0) { $0 + $1.0 * $1.1 }
      guard !(abs(left - 1 / tree.density) <= tolerance) else { return nil }
      return "\(name): the condition of \(tree.text), order \(tree.order), gives \(left),"
        + " not \(1 / tree.density)"
    }
  }

  /// The same conditions at every place s within a step: sum_i b_i(s) phi_i = s^order / density, which holds where
  /// it does for the polynomials' coefficients. At 1 the interpolant is the solution; at 0 it is the state before.
  private func violations(of interpolant: Interpolant, _ tolerance: Double) -> [String] {
    var found: [String] = []
    let atEnd = interpolant.weights(at: 1)
    if !zip(atEnd, b).allSatisfy({ abs($0 - $1) <= tolerance }) {
      found.append("the interpolant at 1 has the weights \(atEnd), not b")
    }
    if !interpolant.weights(at: 0).allSatisfy({ $0 == 0 }) { found.append("the interpolant moves at 0") }
    let degree = interpolant.coefficients.map(\.count).max() ?? 0
    for tree in (1...max(1, interpolant.order)).flatMap(RootedTree.all) {
      let stageWeights = tree.stageWeights(self)
      for power in 1...max(1, degree) {
        let left = zip(interpolant.coefficients, stageWeights).reduce(0) { sum, stage in
          power <= stage.0.count ? sum + stage.0[power - 1] * stage.1 : sum
        }
        let right = power == tree.order ? 1 / tree.density : 0
        guard !(abs(left - right) <= 10 * tolerance) else { continue }
        found.append("interpolant: \(tree.text) has \(left) at s^\(power), not \(right)")
      }
    }
    return found
  }
}

/// A rooted tree: each stands for one term in the expansion of an exact solution, and so for one condition on a
/// method of that order.
struct RootedTree: Hashable {
  /// What hangs from the root, in descending order, so that equal trees are equal values.
  let branches: [RootedTree]

  /// Vertices: the order of the condition.
  let order: Int

  /// The product of the orders of all subtrees.
  let density: Double

  init(_ branches: [RootedTree]) {
    self.branches = branches
    order = branches.reduce(1) { $0 + $1.order }
    density = branches.reduce(Double(order)) { $0 * $1.density }
  }

  /// All trees with that many vertices.
  static func all(order: Int) -> [RootedTree] {
    forests(vertices: order - 1, atMost: order - 1).map(RootedTree.init)
  }

  /// All bags of trees with that many vertices in all, none larger than `limit`, larger trees first.
  private static func forests(vertices: Int, atMost limit: Int) -> [[RootedTree]] {
    guard vertices > 0 else { return [[]] }
    var found: Set<[RootedTree]> = []
    for size in 1...max(1, min(vertices, limit)) {
      for tree in all(order: size) {
        for rest in forests(vertices: vertices - size, atMost: size) {
          found.insert((rest + [tree]).sorted { $0.isBefore($1) })
        }
      }
    }
    return found.sorted { $0.map(\.text).joined() < $1.map(\.text).joined() }
  }

  /// The product over the branches of what each stage gets from them: with b, the left side of the condition.
  func stageWeights(_ tableau: ButcherTableau) -> [Double] {
    branches.reduce(Array(repeating: 1, count: tableau.stages)) { product, branch in
      let inner = branch.stageWeights(tableau)
      return product.indices.map { stage in
        product[stage] * zip(tableau.a[stage], inner).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
  }

  /// As `[[] []]` for a root with two leaves.
  var text: String { "[" + branches.map(\.text).joined() + "]" }

  private func isBefore(_ other: RootedTree) -> Bool {
    order != other.order ? order > other.order : text < other.text
  }
}
