import Foundation
import Text

/// A tensor's entry in the header of a safetensors file, under the format's own names.
struct HeaderEntry: Codable {
  let dtype: String
  let shape: [Int]
  let data_offsets: [Int]
}

/// The value of a key of the header.
enum HeaderItem: Encodable {
  case tensor(HeaderEntry)
  case metadata([String: String])

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .tensor(let entry): try entry.encode(to: encoder)
    case .metadata(let metadata): try metadata.encode(to: encoder)
    }
  }
}

/// The header of a safetensors file as it was read; nothing in it is checked but its form.
struct SafetensorsHeader: Decodable {
  private(set) var metadata: [String: String] = [:]
  private(set) var entries: [String: HeaderEntry] = [:]

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    for name in container.allKeys {
      if name.stringValue == Safetensors.metadataKey {
        metadata = try container.decode([String: String].self, forKey: name)
      } else {
        entries[name.stringValue] = try container.decode(HeaderEntry.self, forKey: name)
      }
    }
  }

  /// Reads the header's JSON text.
  init(json: ArraySlice<UInt8>) throws(SafetensorsError) {
    guard json.first == UInt8(ascii: "{") else { throw .badHeader("its header is not a JSON object") }
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(json))
    } catch let error as DecodingError {
      throw Self.explain(error)
    } catch {
      throw .badHeader("its header is not JSON")
    }
    try Self.checkNamesDiffer(json)
  }

  private static func explain(_ error: DecodingError) -> SafetensorsError {
    let (path, reason): ([any CodingKey], String) =
      switch error {
      case .dataCorrupted(let context): (context.codingPath, "it is not proper JSON")
      case .keyNotFound(let key, let context): (context.codingPath, "it has no \(key.stringValue)")
      case .typeMismatch(_, let context), .valueNotFound(_, let context):
        (context.codingPath, "\(place(context.codingPath)) has the wrong type")
      @unknown default: ([], "its header cannot be read")
      }
    guard let name = path.first?.stringValue else { return .badHeader("its header: \(reason)") }
    return .badEntry(tensor: name, reason: reason)
  }

  /// Where in an entry a value stands: its own name, or a place in a list.
  private static func place(_ path: [any CodingKey]) -> String {
    guard path.count > 1, let key = path.last(where: { $0.intValue == nil }) else { return "it" }
    return key.stringValue.quoted
  }

  /// JSON readers keep one of two equal keys silently, which would hide a tensor: looks at the text itself.
  private static func checkNamesDiffer(_ json: ArraySlice<UInt8>) throws(SafetensorsError) {
    var seen: Set<String> = []
    for raw in topLevelKeys(json) {
      guard let name = try? JSONDecoder().decode(String.self, from: Data(raw)) else {
        throw .badHeader("its header has a name that is not text")
      }
      guard seen.insert(name).inserted else { throw .duplicateName(name) }
    }
  }

  /// The keys of the outermost object, in their quotes. `json` is known to be well formed.
  private static func topLevelKeys(_ json: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var keys: [ArraySlice<UInt8>] = []
    var depth = 0
    var candidate: ArraySlice<UInt8>?
    var position = json.startIndex
    while position < json.endIndex {
      let start = position
      position += 1
      switch json[start] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "\""):
        position = endOfString(json, from: position)
        candidate = json[start..<position]
      case UInt8(ascii: ":"):
        if depth == 1, let candidate { keys.append(candidate) }
      default: break
      }
    }
    return keys
  }

  /// The position after the closing quote of a string whose first character is at `start`.
  private static func endOfString(_ json: ArraySlice<UInt8>, from start: Int) -> Int {
    var position = start
    while position < json.endIndex, json[position] != UInt8(ascii: "\"") {
      position += json[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(position + 1, json.endIndex)
  }
}
