/// In files a loss is its name, such as `"mse"`; a Huber loss is `{"name": "huber", "delta": 1}`.
extension Loss: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, delta
  }

  public init(from decoder: any Decoder) throws {
    if let kind = try? decoder.singleValueContainer().decode(Kind.self) {
      self.init(kind)
      return
    }
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let delta = try values.decodeIfPresent(Double.self, forKey: .delta) ?? Self.standardDelta
    guard delta.isFinite, delta > 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .delta, in: values, debugDescription: "a Huber loss with delta \(delta)")
    }
    self.init(try values.decode(Kind.self, forKey: .name), delta: delta)
  }

  public func encode(to encoder: any Encoder) throws {
    guard case .huber(let delta) = self else {
      var container = encoder.singleValueContainer()
      try container.encode(kind)
      return
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .name)
    try container.encode(delta, forKey: .delta)
  }
}
