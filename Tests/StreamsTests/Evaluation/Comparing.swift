import Foundation
import Testing

/// What comes back from a checkpoint.
func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
  try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
}

func expectNear(
  _ value: Double?, _ expected: Double?, _ place: String, location: SourceLocation = #_sourceLocation
) {
  guard let value, let expected else {
    #expect(value == expected, "\(place)", sourceLocation: location)
    return
  }
  let scale = max(1, expected.magnitude)
  #expect((value - expected).magnitude < 1e-12 * scale, "\(place)", sourceLocation: location)
}
