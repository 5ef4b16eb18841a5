import Foundation
import Streams
import TestSupport
import Testing

@Suite struct RecentValuesTests {
  @Test("holds what an array holds that drops its first values", arguments: [1, 2, 3, 7, 40])
  func asAnArray(_ capacity: Int) throws {
    try withSeeds(20) { seed, random in
      var recent = RecentValues<Int>(capacity: capacity)
      var model: [Int] = []
      for step in 0..<200 {
        switch random.integer(below: 20) {
        case 0:
          recent.removeAll()
          model.removeAll()
        case 1..<8 where !model.isEmpty: #expect(recent.removeFirst() == model.removeFirst())
        default:
          recent.append(step)
          model = (model + [step]).suffix(capacity)
        }
        try #require(recent.values == model, "seed \(seed)")
        #expect(recent.count == model.count && recent.isEmpty == model.isEmpty)
        #expect(recent.newest == model.last)
        #expect(model.indices.allSatisfy { recent[age: $0] == model[model.count - 1 - $0] })
      }
      let read = try JSONDecoder().decode(RecentValues<Int>.self, from: JSONEncoder().encode(recent))
      #expect(read == recent && read.hashValue == recent.hashValue)
    }
  }

  @Test(
    "is not read from more values than it may hold",
    arguments: [
      #"{"capacity": 1, "values": [1, 2]}"#, #"{"capacity": 0, "values": []}"#,
      #"{"capacity": -1, "values": []}"#,
    ])
  func mistakes(_ json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(RecentValues<Int>.self, from: Data(json.utf8))
    }
  }
}
