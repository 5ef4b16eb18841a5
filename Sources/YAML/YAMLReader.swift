/// Reads one small YAML document, for files that strangers wrote: size, depth and number of values are limited, and
/// aliases are refused, so that no file can make the program slow or large.
package struct YAMLReader {
  package static let maximumBytes = 256 * 1024
  static let maximumDepth = 16
  static let maximumNodes = 10_000

  private var events: YAMLEvents
  private var nodes = 0

  /// - Throws: `YAMLError` with the line where reading stopped.
  package static func read(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode {
    guard let node = try readIfAny(bytes) else { throw YAMLError(line: nil, message: "empty") }
    return node
  }

  /// Nil for a text of nothing but comments.
  package static func readIfAny(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode? {
    guard bytes.count <= maximumBytes else {
      throw YAMLError(line: nil, message: "larger than \(maximumBytes / 1024) KiB")
    }
    guard !bytes.contains(0) else { throw YAMLError(line: nil, message: "a binary file, not text") }
    var reader = YAMLReader(events: YAMLEvents(bytes))
    return try reader.document()
  }

  private init(events: YAMLEvents) { self.events = events }

  private mutating func document() throws(YAMLError) -> YAMLNode? {
    while true {
      let event = try events.next()
      switch event.kind {
      case .other: continue
      case .streamEnd: return nil
      default: return try node(startingWith: event, depth: 0)
      }
    }
  }

  private mutating func node(startingWith event: YAMLEvents.Event, depth: Int) throws(YAMLError) -> YAMLNode {
    nodes += 1
    guard depth < Self.maximumDepth else { throw YAMLError(line: event.line, message: "nested too deeply") }
    guard nodes <= Self.maximumNodes else { throw YAMLError(line: event.line, message: "too many values") }
    switch event.kind {
    case .scalar(let text): return .scalar(text, line: event.line)
    case .sequenceStart: return .sequence(try sequence(depth: depth), line: event.line)
    case .mappingStart: return .mapping(try mapping(depth: depth), line: event.line)
    case .alias: throw YAMLError(line: event.line, message: "aliases (*name) are not accepted")
    case .sequenceEnd, .mappingEnd, .streamEnd, .other:
      throw YAMLError(line: event.line, message: "a value is missing")
    }
  }

  private mutating func sequence(depth: Int) throws(YAMLError) -> [YAMLNode] {
    var items: [YAMLNode] = []
    while true {
      let event = try events.next()
      if case .sequenceEnd = event.kind { return items }
      items.append(try node(startingWith: event, depth: depth + 1))
    }
  }

  private mutating func mapping(depth: Int) throws(YAMLError) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var keys: Set<String> = []
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind { return entries }
      guard case .scalar(let key) = event.kind else {
        throw YAMLError(line: event.line, message: "a key must be plain text")
      }
      guard keys.insert(key).inserted else {
        throw YAMLError(line: event.line, message: "the key \"\(key)\" appears twice")
      }
      let value = try node(startingWith: try events.next(), depth: depth + 1)
      entries.append(YAMLEntry(key: key, value: value, line: event.line))
    }
  }
}
