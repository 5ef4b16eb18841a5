import CYAML

/// libyaml's stream of events over a text; owns the parser and the bytes it reads.
final class YAMLEvents {
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

  // Both are allocated so that their addresses stay fixed while libyaml keeps pointers to them.
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
