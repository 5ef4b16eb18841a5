/// A pattern for one name of a path: `*` stands for any characters, `?` for one, `[a-c]` for one of them, `[!a-c]` for
/// one that is not. Names that begin with a point match only a pattern that does.
struct GlobPattern {
  private enum Element {
    case any
    case one
    case literal(Unicode.Scalar)
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)

    func matches(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .any, .one: true
      case .literal(let own): own == scalar
      case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
      }
    }
  }

  let text: String
  private let elements: [Element]

  init(_ text: some StringProtocol) {
    self.text = String(text)
    let scalars = Array(text.unicodeScalars)
    var elements: [Element] = []
    var i = 0
    while i < scalars.count {
      switch scalars[i] {
      case "*": elements.append(.any)
      case "?": elements.append(.one)
      case "[":
        if let (set, end) = Self.set(in: scalars, after: i) {
          elements.append(set)
          i = end
        } else {
          elements.append(.literal("["))
        }
      default: elements.append(.literal(scalars[i]))
      }
      i += 1
    }
    self.elements = elements
  }

  /// The set that the bracket at `opening` begins and the place of its closing bracket.
  private static func set(in scalars: [Unicode.Scalar], after opening: Int) -> (Element, end: Int)? {
    var i = opening + 1
    let isNegated = i < scalars.count && (scalars[i] == "!" || scalars[i] == "^")
    if isNegated { i += 1 }
    let first = i
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while i < scalars.count {
      if scalars[i] == "]", i > first { return (.set(ranges, isNegated: isNegated), i) }
      if i + 2 < scalars.count, scalars[i + 1] == "-", scalars[i + 2] != "]" {
        if scalars[i] <= scalars[i + 2] { ranges.append(scalars[i]...scalars[i + 2]) }
        i += 3
      } else {
        ranges.append(scalars[i]...scalars[i])
        i += 1
      }
    }
    return nil
  }

  /// Whether it can match more than the name it spells.
  var isPattern: Bool {
    elements.contains { if case .literal = $0 { false } else { true } }
  }

  func matches(_ name: some StringProtocol) -> Bool {
    if name == text { return true }
    if name.hasPrefix("."), !text.hasPrefix(".") { return false }
    let scalars = Array(name.unicodeScalars)
    // A mismatch behind a star goes back to the star once more, so the cost is at most one length times the other.
    var (element, place) = (0, 0)
    var star: (element: Int, place: Int)?
    while place < scalars.count {
      if element < elements.count, case .any = elements[element] {
        star = (element, place)
        element += 1
      } else if element < elements.count, elements[element].matches(scalars[place]) {
        element += 1
        place += 1
      } else if let last = star {
        star = (last.element, last.place + 1)
        (element, place) = (last.element + 1, last.place + 1)
      } else {
        return false
      }
    }
    return elements[element...].allSatisfy { if case .any = $0 { true } else { false } }
  }
}
