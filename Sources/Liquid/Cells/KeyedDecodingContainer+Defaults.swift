extension KeyedDecodingContainer {
  /// The value of a key, or what it stands for where the file is older than the key.
  func decode<Value: Decodable>(_ key: Key, or standard: Value) throws -> Value {
    try decodeIfPresent(Value.self, forKey: key) ?? standard
  }
}
