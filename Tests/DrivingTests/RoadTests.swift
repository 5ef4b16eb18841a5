import Driving
import Foundation
import Liquid
import TestSupport
import Testing

@Suite("A road")
struct RoadTests {
  @Test("of constant curvature is a circle")
  func circle() {
    let radius = 200.0
    let road = Road(curvature: Array(repeating: 1 / radius, count: 700))
    for distance in stride(from: 0.0, through: 690, by: 7.3) {
      let place = road.position(distance: distance)
      #expect(abs(hypot(place.x, place.y - radius) - radius) < 1e-3)
      let left = road.position(distance: distance, offset: 3)
      #expect(abs(hypot(left.x, left.y - radius) - (radius - 3)) < 1e-2)
    }
    let half = road.position(distance: .pi * radius)
    #expect(abs(half.x) < 0.01 && abs(half.y - 2 * radius) < 0.01)
  }

  @Test("is as long as its metres, has bends of 130 m at the least and eases into them")
  func drawn() {
    withSeeds(30) { seed, generator in
      let road = Road(length: 1_500, using: &generator)
      #expect(road.curvature.count >= 1_500)
      #expect(road.curvature.allSatisfy { abs($0) <= 1 / 130.0 }, "seed \(seed)")
      #expect(road.curvature.contains { $0 != 0 }, "seed \(seed)")
      let steps = zip(road.curvature.dropFirst(), road.curvature).map { abs($0 - $1) }
      #expect((steps.max() ?? 1) <= 1 / 130.0 / 30 + 1e-15, "seed \(seed)")
      for metre in stride(from: 0.0, to: 1_400, by: 50) {
        let (from, to) = (road.position(distance: metre), road.position(distance: metre + 1))
        #expect(abs(hypot(to.x - from.x, to.y - from.y) - 1) < 1e-4, "seed \(seed)")
      }
    }
  }

  @Test("has an end beyond which nothing changes")
  func ends() {
    let road = Road(curvature: [0.01, 0.02, 0.03])
    #expect(road.curvature(at: -5) == 0.01 && road.curvature(at: 1.5) == 0.025)
    #expect(road.curvature(at: 1e300) == 0.03 && road.curvature(at: .nan) == 0.01)
    #expect(road.position(distance: .infinity) == road.position(distance: 2))
  }
}
