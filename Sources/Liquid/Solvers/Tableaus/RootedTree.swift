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
