import Liquid

/// The work that dominates a step of one sequence, forward: how often a yardstick's operation is needed.
package struct Operations: Sendable, Hashable {
  package let yardstick: Yardstick.Kind
  package let count: Int

  package init(_ cell: any Cell) {
    switch cell.stepWork {
    case .sigmoids(let count): (yardstick, self.count) = (.sigmoid, count)
    case .multiplyAdds(let count): (yardstick, self.count) = (.multiplyAdd, count)
    }
  }
}
