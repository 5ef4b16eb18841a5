import CYAML

/// Reads one small YAML document from an untrusted file: its size, depth and number of values are limited and aliases
/// are refused, so that no file can make the program slow or use much memory.
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

  /// Nil if the text has nothing but comments.
  package static func readIfAny(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode? {
    guard bytes.count <= maximumBytes else {
      throw YAMLError(line: nil, message: "larger than \(maximumBytes / 1024) KiB")
    }
    guard !bytes.contains(0) else { throw YAMLError(line: nil, message: "a binary file, not text") }
    var reader = YAMLReader(events: YAMLEvents(bytes))
    do {
      return try reader.document()
    } catch {
      throw tab(in: bytes, error) ?? error
    }
  }

  /// A tab before the first word of a line where reading stopped, which libyaml tells in words of its own; nil where there
  /// is none.
  private static func tab(in bytes: [UInt8], _ error: YAMLError) -> YAMLError? {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard let line = error.line, lines.indices.contains(line - 1),
      lines[line - 1].prefix(while: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") })
        .contains(UInt8(ascii: "\t"))
    else { return nil }
    return YAMLError(line: line, message: "a tab at the beginning of the line, where YAML wants spaces")
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

/// libyaml's events of a text. Owns the parser and the bytes that it reads.
private final class YAMLEvents {
  struct Event {
    enum Kind {
      case scalar(String)
      case sequenceStart, sequenceEnd
      case mappingStart, mappingEnd
      case alias
      case streamEnd
      /// Starts and ends of stream and documents.
      case other
    }
    var kind: Kind
    /// From 1.
    var line: Int
  }

  // Sound: libyaml keeps pointers to both, so they are allocated, which keeps their addresses fixed, until deinit.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  init(_ text: [UInt8]) {
    bytes = .allocate(capacity: max(1, text.count))
    _ = bytes.initialize(from: text)
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    let isReady = yaml_parser_initialize(parser) == 1
    precondition(isReady, "libyaml is out of memory")
    yaml_parser_set_input_string(parser, UnsafePointer(bytes.baseAddress), text.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    bytes.deallocate()
  }

  func next() throws(YAMLError) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    return Event(kind: kind(of: event), line: Int(event.start_mark.line) + 1)
  }

  private func kind(of event: yaml_event_t) -> Event.Kind {
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let text = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return .scalar(String(decoding: text, as: UTF8.self))
    case YAML_SEQUENCE_START_EVENT: return .sequenceStart
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT: return .mappingStart
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_ALIAS_EVENT: return .alias
    case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return .streamEnd
    default: return .other
    }
  }

  private func failure() -> YAMLError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not YAML"
    let isReader = parser.pointee.error == YAML_READER_ERROR
    return YAMLError(line: isReader ? nil : Int(parser.pointee.problem_mark.line) + 1, message: problem)
  }
}
