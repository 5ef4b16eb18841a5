/// Checks of what was said of a network against what its tensors say. Options are named as on the command line.
extension NCPSOptions {
  /// Throws where an option was given that the network has not.
  func refuse(_ value: String?, _ option: String, _ fact: String) throws(NCPSError) {
    guard let value else { return }
    throw .contradiction(option: option, value: value, fact: fact)
  }

  /// Throws where something was said that only an LTC has.
  func refuseLTC() throws(NCPSError) {
    try refuse(unfolds.map(String.init), "--unfolds", "a CfC has none")
    try refuse(constraints?.rawValue, "--constraints", "a CfC has none")
    try refuse(outputs.map(String.init), "--outputs", "its outputs are known")
  }

  /// Throws where something was said that only a CfC has.
  func refuseCfC() throws(NCPSError) {
    try refuse(mode?.rawValue, "--mode", "an LTC has none")
    try refuse(activation?.rawValue, "--activation", "an LTC has none")
  }

  /// The map that was found, unless another one was asked for.
  func map(_ said: ChannelMap?, _ option: String, found: ChannelMap) throws(NCPSError) -> ChannelMap {
    guard let said, said != found else { return found }
    throw .contradiction(
      option: option, value: said.rawValue, fact: "its tensors make the map \(found.rawValue)")
  }

  /// The mode of a CfC: `pure` has tensors of its own, the others must be said.
  func mode(isPure: Bool) throws(NCPSError) -> CfC.Mode {
    guard let mode else { return isPure ? .pure : .default }
    guard (mode == .pure) == isPure else {
      let fact = isPure ? "w_tau and A are tensors of the mode pure" : "it has no w_tau and A"
      throw .contradiction(option: "--mode", value: mode.rawValue, fact: fact)
    }
    return mode
  }
}
