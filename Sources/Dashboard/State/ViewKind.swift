/// The views a person switches between; the raw value is the number key.
public enum ViewKind: Int, Sendable, Hashable, CaseIterable {
  case overview = 1
  case neurons = 2
  case raster = 3
  case wiring = 4
  case inputs = 5
  case runs = 6

  /// The name on the tab.
  public var title: String {
    switch self {
    case .overview: "Overview"
    case .neurons: "Neurons"
    case .raster: "Raster"
    case .wiring: "Wiring"
    case .inputs: "Inputs"
    case .runs: "Runs"
    }
  }

  /// True where the neurons are listed as they are sorted and filtered.
  var listsNeurons: Bool { self == .neurons || self == .raster }

  /// The view this many tabs further, round and round.
  func advanced(by offset: Int) -> ViewKind {
    let all = Self.allCases
    let index = all.firstIndex(of: self) ?? 0
    return all[((index + offset) % all.count + all.count) % all.count]
  }
}
