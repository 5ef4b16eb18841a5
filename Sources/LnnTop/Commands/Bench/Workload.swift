import Liquid

/// Something whose speed is measured: a network, and what is done with it.
package struct Workload: Sendable {
  package enum Kind: String, Sendable, Hashable, Codable {
    /// Whole training steps on a batch.
    case training
    /// Steps of one sequence as they come, on one thread.
    case streaming
    /// Steps of one sequence as they come, each with the derivatives and followed by an update, on one thread.
    case online
  }

  /// What `--only` and the results call it.
  package let name: String
  /// What people call it.
  package let title: String
  package let kind: Kind
  /// How the gradient is carried along, where updates are online.
  var method = OnlineMethod.rtrl
  let makeCell: @Sendable () throws -> any NetworkCell

  /// Sequences side by side in a batch, and their length.
  static let sequences = 32
  static let steps = 32
  static let inputs = 8

  /// What `--only` may name.
  package static var names: [String] { all.map(\.name) }

  static func named(_ name: String) -> Workload? { all.first { $0.name == name } }
}

extension Workload {
  /// One row a workload, in the order of the report. The names are those of the comparison in `Tests/Peers`.
  package static let all = [
    Workload(name: "ltc-dense-32", title: "LTC dense 32", kind: .training, makeCell: denseLTC),
    Workload(name: "ltc-ncp-32", title: "LTC AutoNCP(32, 4)", kind: .training, makeCell: ncpLTC),
    Workload(name: "ltc-ncp-302", title: "LTC AutoNCP(302, 20)", kind: .training, makeCell: wormLTC),
    Workload(name: "cfc-32", title: "CfC 32, backbone 128", kind: .training, makeCell: denseCfC),
    Workload(name: "cfc-256", title: "CfC 256, backbone 128", kind: .training) {
      try CfC(wiring: dense(units: 256))
    },
    Workload(name: "cfc-512", title: "CfC 512, backbone 128", kind: .training) {
      try CfC(wiring: dense(units: 512))
    },
    Workload(name: "lrc-dense-32", title: "LRC dense 32", kind: .training, makeCell: denseLRC),
    Workload(name: "lrc-ssm-32", title: "LrcSSM 32", kind: .training, makeCell: diagonalLRC),
    Workload(name: "lstm-32", title: "LSTM 32", kind: .training, makeCell: lstm),
    Workload(name: "lstm-256", title: "LSTM 256", kind: .training) { try LSTM(wiring: dense(units: 256)) },
    Workload(name: "lstm-512", title: "LSTM 512", kind: .training) { try LSTM(wiring: dense(units: 512)) },
    Workload(name: "stream-ltc-dense-32", title: "LTC dense 32", kind: .streaming, makeCell: denseLTC),
    Workload(name: "stream-ltc-ncp-32", title: "LTC AutoNCP(32, 4)", kind: .streaming, makeCell: ncpLTC),
    Workload(name: "stream-cfc-32", title: "CfC 32, backbone 128", kind: .streaming, makeCell: denseCfC),
    Workload(name: "stream-lrc-dense-32", title: "LRC dense 32", kind: .streaming, makeCell: denseLRC),
    Workload(name: "stream-lrc-ssm-32", title: "LrcSSM 32", kind: .streaming, makeCell: diagonalLRC),
    Workload(name: "stream-lstm-32", title: "LSTM 32", kind: .streaming, makeCell: lstm),
    Workload(name: "online-ltc-dense-32", title: "LTC dense 32", kind: .online, makeCell: denseLTC),
    Workload(name: "online-ltc-ncp-32", title: "LTC AutoNCP(32, 4)", kind: .online, makeCell: ncpLTC),
    Workload(
      name: "online-ltc-ncp-302-snap-1", title: "LTC AutoNCP(302, 20), SnAp-1", kind: .online, method: .snap1,
      makeCell: wormLTC),
    Workload(name: "online-cfc-32", title: "CfC 32, backbone 128", kind: .online, makeCell: denseCfC),
    Workload(name: "online-lrc-dense-32", title: "LRC dense 32", kind: .online, makeCell: denseLRC),
    Workload(name: "online-lrc-ssm-32", title: "LrcSSM 32", kind: .online, makeCell: diagonalLRC),
    Workload(name: "online-lstm-32", title: "LSTM 32", kind: .online, makeCell: lstm),
  ]

  @Sendable private static func denseLTC() throws -> any NetworkCell { try LTC(wiring: try dense()) }

  @Sendable private static func ncpLTC() throws -> any NetworkCell {
    try LTC(wiring: try .autoNCP(inputs: inputs, units: 32, outputs: 4, seed: 1))
  }

  /// As many neurons as *C. elegans* has.
  @Sendable private static func wormLTC() throws -> any NetworkCell {
    try LTC(wiring: try .autoNCP(inputs: inputs, units: 302, outputs: 20, seed: 1))
  }

  @Sendable private static func denseCfC() throws -> any NetworkCell { try CfC(wiring: try dense()) }

  /// On the wiring of the LTC.
  @Sendable private static func denseLRC() throws -> any NetworkCell { try LRC(wiring: try dense()) }

  @Sendable private static func diagonalLRC() throws -> any NetworkCell {
    try LRCSSM(wiring: try .diagonal(inputs: inputs, units: 32, outputs: 4, seed: 1))
  }

  /// What others are measured against.
  @Sendable private static func lstm() throws -> any NetworkCell { try LSTM(wiring: try dense()) }

  private static func dense(units: Int = 32) throws(WiringError) -> Wiring {
    try .fullyConnected(inputs: inputs, units: units, outputs: 4, seed: 1)
  }
}

/// The work that dominates a step of one sequence, forward: how often a yardstick's operation is needed.
package struct Operations: Sendable, Hashable {
  package let yardstick: Yardstick.Kind
  package let count: Int

  package init(_ cell: any NetworkCell) {
    switch cell.stepWork {
    case .sigmoids(let count): (yardstick, self.count) = (.sigmoid, count)
    case .multiplyAdds(let count): (yardstick, self.count) = (.multiplyAdd, count)
    }
  }
}
