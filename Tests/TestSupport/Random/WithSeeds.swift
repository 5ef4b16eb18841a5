import Liquid

/// Runs a property for several random seeds; the seed is part of what `body` should put into its failure messages.
package func withSeeds(
  _ count: Int, _ body: (_ seed: UInt64, _ generator: inout SeededGenerator) throws -> Void
) rethrows {
  for seed in 0..<UInt64(count) {
    var generator = SeededGenerator(seed: seed &* 0x9E37_79B9 &+ 1)
    try body(seed, &generator)
  }
}
