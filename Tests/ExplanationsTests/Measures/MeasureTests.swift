import Explanations
import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct StateChangeTests {
  @Test
  func areTheLargestOfAnyTwoStepsOfASequenceAndRanked() {
    let changes = StateChange.largest(
      in: [[0, 5, 1, 1, 5, 1], [9, 5, 1], [0, 4, 1, -2, 5, 1]], neurons: 3)
    #expect(changes.map(\.largest) == [2, 1, 0].map(Optional.some))
    #expect(changes.map(\.rank) == [1, 2, 3])
    #expect(changes.map(\.neuron) == [0, 1, 2])
  }

  @Test
  func ofDamagedNeuronsAndOfSingleStepsAreNone() {
    let changes = StateChange.largest(in: [[0, 0, .nan, 1, 0.5, 2], [3, 3, .infinity]], neurons: 3)
    #expect(changes.map(\.largest) == [1, 0.5, nil] && changes.map(\.rank) == [1, 2, 3])
    for none in [[], [[]], [[1, 2, 3]]] as [[[Float]]] {
      #expect(StateChange.largest(in: none, neurons: 3).allSatisfy { $0.largest == nil })
    }
    #expect(StateChange.largest(in: [[.nan, 1, .nan, 2]], neurons: 2).map(\.rank) == [2, 1])
  }
}

@Suite struct AttributionMapTests {
  @Test
  func ofEqualMapsIsOneAndOfAnyTwoTheSameBothWays() throws {
    try withSeeds(20) { seed, generator in
      let (map, other) = (generator.map(steps: 20, inputs: 4), generator.map(steps: 20, inputs: 4))
      let (same, back) = (try #require(map.similarity(to: map)), try #require(other.similarity(to: map)))
      let similarity = try #require(map.similarity(to: other))
      #expect((same - 1).magnitude < 1e-12 && (back - similarity).magnitude < 1e-12)
      #expect(similarity.magnitude < 0.5, "seed \(seed): of unrelated maps \(similarity)")
      let opposite = AttributionMap(inputs: 4, values: map.values.map { -$0 })
      #expect(try #require(map.similarity(to: opposite)) < 0)
      // Another unit of both, another order of the inputs.
      let (scaled, otherScaled) = (map.changed { 8 * $0 }, other.changed { 8 * $0 })
      let inOtherUnits = try #require(scaled.similarity(to: otherScaled))
      let inOtherOrder = try #require(map.turned.similarity(to: other.turned))
      #expect((inOtherUnits - similarity).magnitude < 1e-9)
      #expect((inOtherOrder - similarity).magnitude < 1e-9)
    }
  }

  @Test
  func fallsWithTheNoise() throws {
    var generator = SeededGenerator(seed: 3)
    let map = generator.map(steps: 60, inputs: 5)
    var last = 1.0
    for noise in [0.05, 0.2, 0.8, 3] as [Float] {
      let others = (0..<8).map { _ in map.changed { $0 + noise * Float(generator.normal()) } }
      let similarity = try #require(map.meanSimilarity(to: others))
      #expect(similarity < last, "\(noise): \(similarity)")
      last = similarity
    }
    #expect(last < 0.5)
  }

  @Test
  func hasTheValuesOfItsFormula() throws {
    // One step: with L = 2 and from the lowest value on, mean 1, variance 1 and covariance -1.
    let one = AttributionMap(inputs: 2, values: [1, -1])
    let other = AttributionMap(inputs: 2, values: [-1, 1])
    let opposed = try #require(one.similarity(to: other))
    #expect((opposed + 1.9964 / 2.0036).magnitude < 1e-12)
    // Constant maps of 0 and b, whatever the window: C1 / (b^2 + C1) with L = b.
    let low = AttributionMap(inputs: 3, values: Array(repeating: 1, count: 42))
    let high = AttributionMap(inputs: 3, values: Array(repeating: 3, count: 42))
    let constant = try #require(low.similarity(to: high))
    #expect((constant - 4e-4 / 4.0004).magnitude < 1e-9)
    // Two steps of one input, worked out by hand: each sees the other with the weight e^(-1/4.5).
    let (first, second) = (
      AttributionMap(inputs: 1, values: [0, 1]), AttributionMap(inputs: 1, values: [1, 1])
    )
    let weight = exp(-1 / 4.5) / (1 + exp(-1 / 4.5))
    func similarity(mean: Double) -> Double {
      let (c1, c2) = (1e-4, 9e-4)
      let spread = mean * (1 - mean)
      return (2 * mean + c1) * c2 / ((mean * mean + 1 + c1) * (spread + c2))
    }
    let expected = (similarity(mean: weight) + similarity(mean: 1 - weight)) / 2
    let byHand = try #require(first.similarity(to: second))
    #expect((byHand - expected).magnitude < 1e-12)
  }

  @Test
  func ofConstantEmptyAndDamagedMapsIsDefined() {
    let flat = AttributionMap(inputs: 2, values: [0, 0, 0, 0])
    #expect(flat.similarity(to: flat) == 1)
    let empty = AttributionMap(inputs: 2, values: [])
    #expect(empty.similarity(to: empty) == nil && flat.meanSimilarity(to: []) == nil)
    for damage in [Float.nan, .infinity] {
      let damaged = AttributionMap(inputs: 2, values: [0, 0, damage, 0])
      #expect(flat.similarity(to: damaged) == nil && flat.meanSimilarity(to: [flat, damaged]) == nil)
    }
  }
}

@Suite struct PrincipalComponentsTests {
  @Test
  func findThePlantedPlane() throws {
    try withSeeds(10) { seed, generator in
      let (first, second) = ([0.6, 0, 0.8, 0, 0], [0, 1.0, 0, 0, 0])
      let rows = (0..<400).map { _ in (2 * generator.normal(), generator.normal()) }
      let states = rows.flatMap { a, b in (0..<5).map { Float(3 + a * first[$0] + b * second[$0]) } }
      let found = try #require(PrincipalComponents(states: states, neurons: 5))
      #expect((found.shares[0] - 0.8).magnitude < 0.08 && found.shares[2...].allSatisfy { $0 < 1e-10 })
      #expect((found.shares.reduce(0, +) - 1).magnitude < 1e-12)
      #expect(found.dimensions(explaining: 0.95) == 2 && found.dimensions(explaining: 0.5) == 1)
      // The plane itself, whatever its axes: states lie in it.
      for direction in found.directions[..<2] {
        let along = zip(direction, first).reduce(0) { $0 + $1.0 * $1.1 }
        let across = zip(direction, second).reduce(0) { $0 + $1.0 * $1.1 }
        #expect((along * along + across * across - 1).magnitude < 1e-6, "seed \(seed)")
      }
      let places = found.projections(of: states, components: 2)
      for (row, place) in places.enumerated() {
        for neuron in 0..<5 {
          let rebuilt =
            found.mean[neuron] + place[0] * found.directions[0][neuron]
            + place[1] * found.directions[1][neuron]
          #expect((rebuilt - Double(states[row * 5 + neuron])).magnitude < 1e-5)
        }
      }
    }
  }

  @Test
  func ofConstantsNaNAndNothingAreDefined() throws {
    let constant = try #require(PrincipalComponents(states: [1, 2, 1, 2, 1, 2], neurons: 2))
    #expect(constant.shares == [0, 0] && constant.dimensions(explaining: 0.9) == 0)
    let partly = try #require(PrincipalComponents(states: [0, 0, .nan, 1, 2, 2], neurons: 2))
    #expect(partly.mean == [1, 1] && (partly.shares[0] - 1).magnitude < 1e-12)
    let places = partly.projections(of: [0, 0, .nan, 1], components: 7)
    #expect(places[0].count == 2 && (places[0][0] + 2.0.squareRoot()).magnitude < 1e-12)
    #expect(places[1].allSatisfy(\.isNaN) && places[1].count == 2)
    #expect(PrincipalComponents(states: [], neurons: 2) == nil)
    #expect(PrincipalComponents(states: [.nan, 0], neurons: 2) == nil)
    #expect(constant.dimensions(explaining: 2) == 0 && partly.dimensions(explaining: 2) == 1)
  }
}

extension AttributionMap {
  fileprivate func changed(_ change: (Float) -> Float) -> AttributionMap {
    AttributionMap(inputs: inputs, values: values.map(change))
  }

  /// The inputs in the other order.
  fileprivate var turned: AttributionMap {
    AttributionMap(
      inputs: inputs,
      values: (0..<steps).flatMap { values[$0 * inputs..<($0 + 1) * inputs].reversed() })
  }
}

extension SeededGenerator {
  fileprivate mutating func map(steps: Int, inputs: Int) -> AttributionMap {
    AttributionMap(inputs: inputs, values: sequence(steps: steps, width: inputs))
  }
}
