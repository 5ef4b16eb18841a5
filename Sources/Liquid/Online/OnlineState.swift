/// All that an online gradient hands from step to step: with the same parameters a network goes on from it with the
/// same bits.
public struct OnlineState: Sendable, Hashable, Codable {
  /// The neurons' states, then those of a memory where there is one.
  package var states: FloatBytes
  /// The outputs of the steps that are kept.
  package var outputs: FloatBytes
  /// The derivatives of the states with respect to the parameters, in an order of the method's own.
  package var sensitivities: FloatBytes
  /// What is kept of earlier steps for late targets.
  package var records: FloatBytes
  /// Where the newest of the records lies.
  package var newest: Int
  /// How many of the records are of steps since the start.
  package var steps: Int
}
