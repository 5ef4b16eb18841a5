/// What the lines above `@data` say.
struct TsHeader {
  var hasTimes = false
  /// nil: as many as the first series has.
  var dimensions: Int?
  /// nil: there is one where a series has a piece more than dimensions.
  var hasClass: Bool?
  /// Those that may occur; empty: any.
  var classes: Set<String> = []
  var hasTarget = false

  /// Reads one line that begins with `@`; a name that is not known is passed over. Returns whether the data begin.
  ///
  /// Throws a sentence's worth of reason.
  mutating func read(_ line: String) throws(Flaw) -> Bool {
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let key = words.first?.lowercased() else { return false }
    let value = words.dropFirst().first
    switch key {
    case "@data": return true
    case "@timestamps": hasTimes = try truth(value, key)
    case "@univariate": if try truth(value, key) { dimensions = dimensions ?? 1 }
    case "@dimensions", "@dimension":
      guard let count = value.flatMap({ Int($0) }), count >= 1 else {
        throw Flaw(reason: "\(key) is not followed by a number of at least 1")
      }
      dimensions = count
    case "@classlabel":
      hasClass = try truth(value, key)
      classes = Set(words.dropFirst(2).map(className))
    case "@targetlabel": hasTarget = try truth(value, key)
    default: break
    }
    return false
  }

  struct Flaw: Error { let reason: String }

  private func truth(_ word: String?, _ key: String) throws(Flaw) -> Bool {
    switch word?.lowercased() {
    case "true": return true
    case "false": return false
    default: throw Flaw(reason: "\(key) is followed by neither true nor false")
    }
  }
}
