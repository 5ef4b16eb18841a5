import Foundation

/// JSON as run files hold it: non-finite numbers as the strings `NaN`, `Infinity`, `-Infinity`; dates as
/// seconds since 2001-01-01 00:00 UTC, which is exact.
package enum RunJSON {
  package static func encode(_ value: some Encodable, path: String) throws(RunStoreError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw .damaged(path: path, what: "a \(type(of: value)) cannot be written as JSON")
    }
  }

  package static func decode<Value: Decodable>(
    _ type: Value.Type, from text: String, path: String
  ) throws(RunStoreError) -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    do {
      return try decoder.decode(type, from: Data(text.utf8))
    } catch {
      throw .damaged(path: path, what: "a \(type) in it cannot be read")
    }
  }
}
