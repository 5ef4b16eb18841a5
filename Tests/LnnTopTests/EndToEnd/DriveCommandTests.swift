import Foundation
import TestSupport
import Testing

@Suite("lnn-top drive")
struct DriveCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ line: String) throws -> CommandRun {
    try CommandRun(line.split(separator: " ").map(String.init), in: folder)
  }

  private func train(_ options: String) throws {
    let trained = try run("train \(options) --epochs 2 --headless --quiet --no-run --model-out m.safetensors")
    #expect(trained.status == 0, "\(options): \(trained.message)")
  }

  @Test(
    "A network drives on what it was trained on, with or without the wheel's last angle",
    arguments: [
      "lane-keeping", "lane-keeping-leak", "lane-keeping-leak --model cfc",
      "lane-keeping-leak --inputs lateral_offset,heading_error,curvature_near",
      "lane-keeping-leak --inputs steering_before", "lane-keeping --inputs lateral_offset",
    ])
  func drives(options: String) throws {
    try train(options)
    let driven = try run("drive m.safetensors --roads 3 --json")
    #expect(driven.status == 0, "\(options): \(driven.message)")
    let drivers = try #require(driven.objects().first?["drivers"] as? [[String: Any]])
    #expect(drivers.compactMap { $0["name"] as? String } == ["network", "reference driver", "no steering"])
    #expect(drivers.compactMap { $0["roads_kept"] as? Int }.dropFirst() == [3, 0], "\(options)")
    #expect(try run("drive m.safetensors --roads 3 --json").output == driven.output, "\(options)")
  }

  @Test(
    "A network that sees anything else, or gives anything else, cannot drive, and one line says what can",
    arguments: [
      "lane-keeping --inputs lateral_offset,yaw_rate", "lane-keeping --targets yaw_rate", "sine-pair",
      "lane-keeping-leak --targets steering_before,steering --inputs lateral_offset",
      "lane-keeping-leak --inputs steering_before --kind forecast",
    ])
  func cannotDrive(options: String) throws {
    try train(options)
    let driven = try run("drive m.safetensors")
    #expect(driven.status == 1 && driven.output.isEmpty, "\(options)")
    for part in ["m.safetensors", "lateral_offset", "steering_before", "lnn-top train lane-keeping"] {
      #expect(driven.message.contains(part), "\(options): \(driven.message)")
    }
    #expect(!driven.message.contains("\n"), "\(options): \(driven.message)")
  }
}
