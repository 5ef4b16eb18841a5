extension Stack {
  /// An option for what lies between a layer and what sees it.
  public enum ConnectionOption: Sendable, Hashable {
    case dropout, layerNorm, residual
  }

  /// The options that are set and change nothing: dropout and normalisation without a second layer or a dense readout,
  /// residual terms where no layer gives as many channels as it sees.
  public var idleOptions: [ConnectionOption] {
    var idle: [ConnectionOption] = []
    if options.dropout > 0, !layers.contains(where: \.drops) { idle.append(.dropout) }
    if options.normalizesLayers, !layers.contains(where: { $0.norm != nil }) { idle.append(.layerNorm) }
    if options.isResidual, !layers.contains(where: \.isResidual) { idle.append(.residual) }
    return idle
  }
}
