import Liquid

/// A kernel that does nothing but the operation that a network cannot do without, on data that stays in the level 1
/// cache: how fast this machine could be at best.
///
/// Measured in turn with the network, in the same process, it makes figures of different machines, and of a machine
/// with other work, comparable.
package struct Yardstick {
  package enum Kind: String, Sendable, Hashable, Codable {
    /// One sigmoid of one sequence.
    case sigmoid
    /// One weight times one input of one sequence, added up.
    case multiplyAdd = "multiply-add"
  }

  /// Operations of one call of `run`.
  let operations: Int
  let run: () -> Void

  init(_ kind: Kind) {
    switch kind {
    case .sigmoid:
      // 8 KB in and out: a quarter of a small level 1 cache.
      let count = 1024
      let loop = SigmoidLoop(count: count)
      operations = count
      run = loop.run
    case .multiplyAdd:
      let loop = DenseLoop(width: 64)
      operations = loop.multiplyAdds
      run = loop.run
    }
  }
}
