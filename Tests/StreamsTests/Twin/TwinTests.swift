import Foundation
import LiquidData
import Streams
import Telemetry
import TestSupport
import Testing

/// A network beside a device that runs the same one.
@Suite("A device and its twin") struct TwinTests {
  static let tasks: [@Sendable (inout TaskDefinition) -> Void] = [
    { _ in }, { $0.targets = ["side"] }, { $0.time = nil }, { $0.sequence = "drive" },
    {
      $0.kind = .forecast
      ($0.firstHorizon, $0.horizon) = (1, 3)
    }, { $0.cutGaps = TimeLength(text: "0.6") }, { $0.resample = 0.5 }, { $0.window = 8 },
    {
      ($0.targets, $0.loss) = (["turns"], .binaryCrossEntropy)
    },
  ]

  @Test(
    "beside a device that is right there is no difference", arguments: tasks.indices,
    [LineFormat.json, .pairs])
  func agreement(index: Int, format: LineFormat) throws {
    let device = try Device(Self.tasks[index])
    device.prints.format = format
    device.prints.elapsed = device.schema.time != nil
    let following = try device.follow(device.lines(0..<150))
    let status = following.status
    #expect(status.compared == 150 && status.leftOut == 0 && status.lostLines == 0 && status.restarts == 0)
    #expect(status.phase == .following && status.device == "net" && status.isWithinTolerance)
    #expect(status.outputs.map(\.name) == device.schema.outputNames)
    #expect(following.largestShare < 1e-5)
    #expect(status.outputs.allSatisfy { $0.beyond == 0 })
    #expect(status.sameClass == (device.schema.hasAccuracy ? 1 : nil))
    #expect(following.news.isEmpty, "\(following.news)")
    // What is on the screen: the device's outputs as targets.
    for answer in following.answers {
      let shown = try #require(answer.judged?.targets)
      for (one, other) in zip(shown, answer.outputs) { #expect((one - other).magnitude < 1e-3) }
    }
  }

  @Test("fields that bear the network's name are told from columns that are called so")
  func namedFields() throws {
    let device = try Device { $0.inputs = ["speed", "step"] }
    device.prints.named = true
    device.prints.step = true
    var lines = try device.lines(0..<80)
    lines.removeSubrange(30..<33)
    device.restart()
    let status = try device.follow(lines + device.lines(80..<140)).status
    #expect(status.lostLines == 3 && status.restarts == 1 && status.device == "net")
    // Without the name a field is the column's value.
    let plain = try Device { $0.inputs = ["speed", "step"] }
    let following = try plain.follow(plain.lines(0..<80))
    #expect(following.status.restarts == 0 && following.status.lostLines == 0)
    #expect(following.status.compared == 80 && following.largestShare < 1e-5)
  }

  static let timeTasks: [@Sendable (inout TaskDefinition) -> Void] = [
    { ($0.time, $0.timeFeatures) = ("when", [.hourOfDay, .weekend]) },
    { ($0.time, $0.timeFeatures) = ("when", [.hourOfDay, .elapsed]) },
    { $0.timeFeatures = [.elapsed] },
    { $0.inputs = ["speed", "t_s"] },
  ]

  @Test(
    "what follows from a row's time may be in the lines, as exported code is given it, or the time",
    arguments: timeTasks.indices, [true, false])
  func derivedInputs(index: Int, printsTime: Bool) throws {
    let device = try Device(Self.timeTasks[index])
    #expect(!device.schema.derivedInputs.isEmpty)
    device.prints.named = true
    device.prints.time = printsTime
    let following = try device.follow(device.lines(0..<400))
    #expect(following.status.compared == 400 && following.status.leftOut == 0)
    #expect(following.largestShare < 1e-5 && following.news.isEmpty, "\(following.news)")
  }

  @Test("a time that goes back or is missing is a value like others", arguments: ["null", "3.0", "\"?\""])
  func ownTime(value: String) throws {
    let device = try Device { $0.inputs = ["speed", "t_s"] }
    var lines = try device.lines(0..<60)
    let line = lines[30].replacing("\"t_s\":30.0", with: "\"t_s\":\(value)")
    #expect(line != lines[30])
    lines[30] = line
    let status = try device.follow(lines).status
    #expect(status.compared == 60 && status.lostLines == 0)
  }

  @Test("the figures are those of the printed numbers", arguments: [0.25, 1.5])
  func figures(step: Double) throws {
    let device = try Device()
    device.spoil = { ($0 / step).rounded() * step }
    let lines = try device.lines(0..<200)
    let following = try device.follow(lines)
    let output = following.status.outputs[0]
    let printed = following.answers.map { Double($0.judged?.targets[0] ?? .nan) }
    let differences = following.answers.map { Double($0.outputs[0]) }.enumerated().map {
      (printed[$0.offset] - $0.element).magnitude
    }
    let range = try #require(printed.max()) - (printed.min() ?? 0)
    let largest = try #require(differences.max())
    #expect(try (#require(output.range) - range).magnitude < 1e-4)
    #expect(try (#require(output.mean) - differences.reduce(0, +) / 200).magnitude < 1e-4)
    #expect(try (#require(output.largest) - largest).magnitude < 1e-4)
    #expect(output.largestRow == differences.firstIndex { $0 == largest }.map { $0 + 1 })
    #expect(try (#require(output.windowLargest) - (differences.suffix(50).max() ?? 0)).magnitude < 1e-4)
    // Sizes are told apart to two in a hundred.
    let counts = [1.02, 1].map { factor in
      Double(differences.count { $0 > factor * 0.01 * range }) / 200
    }
    #expect(try (counts[0]...counts[1]).contains(#require(output.beyond)))
    #expect(following.status.isWithinTolerance == (differences.suffix(50).max() ?? 0 <= 0.01 * range))
  }

  @Test("after a lost line rows do not count until the difference is small again")
  func lostLine() throws {
    let device = try Device()
    var lines = try device.lines(0..<200)
    lines[80] = String(lines[80].prefix(20))
    let following = try device.follow(lines)
    let status = following.status
    #expect(status.lostLines == 1 && status.phase == .following)
    #expect(status.leftOut >= 10 && status.compared + status.leftOut == 199)
    let after = following.answers[80..<85].compactMap { $0.judged?.error }
    #expect((after.max() ?? 0) > 1e-4, "the lost step makes a difference")
    #expect(following.largestShare < 0.01)
    #expect(
      following.news == ["lines of the device were lost: rows do not count until the difference is small"])
  }

  @Test("a start of the device is one of the twin")
  func restart() throws {
    let device = try Device()
    let before = try device.lines(0..<60)
    device.restart()
    let following = try device.follow(before + ["booting v1.2"] + device.lines(60..<120))
    #expect(following.status.restarts == 1 && following.status.compared == 120)
    #expect(following.largestShare < 1e-5)
  }

  @Test("a device that ran before its first line is followed once the difference is small")
  func joining() throws {
    let device = try Device()
    _ = try device.lines(0..<40)
    let following = try device.follow(device.lines(40..<160))
    #expect(following.status.phase == .following && following.status.lostLines == 0)
    #expect(following.status.leftOut >= 10 && following.largestShare < 0.01)
    #expect(following.news.count == 1 && following.news[0].contains("did not say"), "\(following.news)")
  }

  @Test("what stays after a gap is taken for the device's own")
  func difference() throws {
    let device = try Device()
    _ = try device.lines(0..<5)
    device.spoil = { $0 + 7 }
    let following = try device.follow(device.lines(5..<120))
    #expect(following.status.phase == .unsettled(since: 1))
    #expect(following.status.leftOut == 50 && following.status.compared == 65)
    #expect(try (#require(following.status.outputs[0].mean) - 7).magnitude < 0.1)
    #expect(following.status.outputs[0].beyond == 1 && !following.status.isWithinTolerance)
  }

  @Test("numbered steps show what never came, and a start")
  func numbers() throws {
    let device = try Device()
    (device.prints.step, device.prints.first) = (true, false)
    var lines = try device.lines(0..<80)
    lines.removeSubrange(30..<33)
    lines[50] = "half a line"
    device.restart()
    lines += try device.lines(80..<140)
    let status = try device.follow(lines).status
    #expect(status.lostLines == 4 && status.restarts == 1)
    // Nothing is lost where a count begins.
    #expect(status.phase == .following && status.compared + status.leftOut == 136)
  }

  @Test("a step is lost once, however many signs there are of it")
  func signs() throws {
    let device = try Device()
    device.prints.step = true
    var lines = try device.lines(0..<60)
    // Step 20 has no outputs, step 21 never comes, and step 22 is cut.
    lines[20] = #"{"speed":12.5,"bend":0.01,"elapsed":0.5,"step":20,"net.steering":null}"#
    lines[22] = String(lines[22].prefix(9))
    lines.remove(at: 21)
    #expect(try device.follow(lines).status.lostLines == 3)
  }

  @Test("a line without the device's outputs is a lost step")
  func withoutOutputs() throws {
    let device = try Device()
    var lines = try device.lines(0..<60)
    lines[20] = #"{"speed":12.5,"bend":0.01,"elapsed":0.5,"net.steering":null}"#
    let following = try device.follow(lines)
    #expect(following.status.lostLines == 1 && following.answers.count == 59)
    #expect(following.news.contains { $0.contains("rows without 'net.steering'") })
  }

  @Test("rows that training would leave out are left out by both", arguments: [true, false])
  func leftOut(isFirst: Bool) throws {
    let device = try Device { $0.missing = .drop }
    // Row 5 lacks an input.
    let lines = try device.lines(isFirst ? 5..<100 : 0..<95)
    let following = try device.follow(lines)
    let missing = lines.count { $0.contains("\"speed\":null") }
    #expect(missing == 9 && lines.contains { $0.contains("\"net.steering\":null") })
    #expect(following.status.compared == 95 - missing && following.status.leftOut == 0)
    #expect(following.status.lostLines == 0 && following.largestShare < 1e-5)
    #expect(following.news.contains { $0.contains("training left such rows out") })
  }

  @Test("a class that is the likely one in turn is the same for both, or is counted")
  func classes() throws {
    let device = try Device { $0.targets = ["side"] }
    let lines = try device.lines(0..<100)
    var number = 0
    device.restart()
    // Every tenth score is far too large.
    device.spoil = { score in
      number += 1
      return number % 10 == 0 ? score + 50 : score
    }
    let clean = try device.follow(lines)
    let spoiled = try device.follow(device.lines(0..<100))
    #expect(clean.status.sameClass == 1)
    #expect(try #require(spoiled.status.sameClass) < 0.95)
    #expect(spoiled.status.outputs.allSatisfy { $0.range == 1 && ($0.largest ?? 0) <= 1 })
  }

  @Test(
    "what the lines lack is told with what they have",
    arguments: [
      (["speed=1 net.steering=2"], "the network was trained with the input 'bend'"),
      (["speed=1 bend=2 steering=3"], "no field of the lines ends in '.steering'"),
      (["speed=1 bend=2 .steering=3"], "no field of the lines ends in '.steering'"),
    ])
  func lacking(lines: [String], words: String) throws {
    let device = try Device()
    #expect { try device.follow(lines) } throws: { "\($0)".contains(words) && "\($0)".contains("'speed'") }
  }

  @Test("an input whose name ends as the output's does is no output")
  func similarNames() throws {
    let device = try Device { $0.inputs = ["car.steering", "speed"] }
    let following = try device.follow(device.lines(0..<40))
    #expect(following.status.device == "net" && following.largestShare < 1e-5)
  }

  @Test("some of the outputs are those of another network")
  func someOutputs() throws {
    let device = try Device { $0.targets = ["side"] }
    #expect { try device.follow(["speed=1 bend=2 a.left=3 a.right=1"]) } throws: {
      "\($0)".contains("no output 'a.ahead'")
    }
    let lines = ["speed=1 bend=2 a.left=3 a.right=1 b.left=3 b.right=1 b.ahead=2"]
    #expect(try device.follow(lines).status.device == "b")
  }
}
