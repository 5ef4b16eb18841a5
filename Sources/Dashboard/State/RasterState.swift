/// How the raster is shown.
public struct RasterState: Sendable, Hashable {
  /// What a cell of the raster stands for.
  public enum Quantity: Sendable, Hashable, CaseIterable {
    case state
    /// What the active perturbations and interventions add to the state.
    case change
    case timeConstant
  }

  public internal(set) var quantity: Quantity = .state
}
