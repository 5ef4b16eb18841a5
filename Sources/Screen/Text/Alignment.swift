/// Where text sits in the columns it is given.
public enum Alignment: Sendable, Hashable {
  case leading
  case center
  case trailing

  /// The columns left free before content that is narrower than its space.
  func indent(of content: Int, in space: Int) -> Int {
    let free = max(0, space - content)
    switch self {
    case .leading: return 0
    case .center: return free / 2
    case .trailing: return free
    }
  }
}
