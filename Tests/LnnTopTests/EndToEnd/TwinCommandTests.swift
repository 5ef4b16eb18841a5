import Foundation
import Glibc
import Liquid
import LiquidData
import RunStore
import Streams
import Telemetry
import TestSupport
import Testing

/// `lnn-top stream --twin`, with the real program beside a device that a predictor plays.
@Suite struct TwinCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    var text = "t_s,speed,bend,steering,side\n"
    for row in 0..<120 {
      let bend = sin(Double(row) / 7)
      text += "\(Double(row) * 0.5),\(15 + row % 7),\(bend),\(40 * bend),\(bend > 0 ? "left" : "right")\n"
    }
    try folder.write(text, to: "train.csv")
  }

  private func run(_ line: String, input: String? = nil) throws -> CommandRun {
    try CommandRun(
      line.split(separator: " ").map(String.init), in: folder, input: input.map { Data($0.utf8) })
  }

  /// Trains a network on `steering`, or on what is asked for.
  private func train(_ options: String = "--targets steering", as name: String = "m.safetensors") throws {
    let train = try run(
      "train train.csv --inputs speed,bend --time t_s --no-run -q --steps 3 --units 10 --model-out \(name) \(options)"
    )
    try #require(train.status == 0, "\(train.messages)")
  }

  /// The lines of a device that runs `m.safetensors`.
  private func lines(_ count: Int, inPairs: Bool = false, step: Double? = nil) throws -> [String] {
    let predictor = try Predictor(
      contentsOf: folder.url.appendingPathComponent("m.safetensors"), whole: true)
    return try (0..<count).map { row in
      let (speed, bend) = (15 + 4 * sin(Double(row) / 5), sin(Double(row * row) / 300))
      let elapsed = row % 3 == 0 ? 0.75 : 0.5
      let answer = try predictor.step(["speed": .number(speed), "bend": .number(bend)], elapsed: elapsed)
      let outputs = predictor.schema.outputNames.map { name -> (String, Double) in
        let value = answer[name] ?? log(answer.probabilities[name] ?? .nan)
        return ("net.\(name)", step.map { (value / $0).rounded() * $0 } ?? value)
      }
      var fields = [("speed", "\(speed)"), ("bend", "\(bend)"), ("elapsed", "\(elapsed)")]
      fields += outputs.map { ($0, "\($1)") }
      if row == 0 { fields.append(("first", "true")) }
      return inPairs
        ? fields.map { "\($0)=\($1)" }.joined(separator: " ")
        : "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }
  }

  /// Waits until a file of the program's output has some words.
  private func isTold(_ file: String, _ words: String) -> Bool {
    waitUntil { (try? folder.text(file))?.contains(words) == true }
  }

  private func text(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }

  @Test(
    "a device that is right differs nowhere",
    arguments: [
      ("--targets steering", false), ("--targets side", true),
      ("--targets side --kind classification", false),
    ])
  func agreement(options: String, inPairs: Bool) throws {
    try train(options)
    let found = try run(
      "stream - --twin m.safetensors --headless --json --no-run --predictions p.csv",
      input: text(lines(120, inPairs: inPairs)))
    try #require(found.status == 0, "\(found.messages)")
    let last = try #require(found.objects().last)
    #expect(last["rows"] as? Int == 120 && last["compared"] as? Int == 120 && last["left_out"] as? Int == 0)
    #expect(last["within_tolerance"] as? Bool == true && last["phase"] as? String == "in step")
    #expect(last["device"] as? String == "net" && last["state"] as? String == "done")
    #expect(try #require(last["difference"] as? Double) < 1e-5)
    let outputs = try #require(last["outputs"] as? [[String: Any]])
    #expect(
      outputs.compactMap { $0["name"] as? String }
        == (options.contains("side") ? ["left", "right"] : ["steering"]))
    #expect(outputs.allSatisfy { $0["beyond"] as? Double == 0 })
    #expect(last["same_class"] as? Double == (options.contains("side") ? 1 : nil))
    #expect(found.messages.contains("compares the device's net."), "\(found.messages)")
    #expect(try CSVFile(path: folder.path("p.csv")).rows.count == 120)
  }

  @Test func whatARoundedOutputCostsIsTold() throws {
    try train()
    let input = try lines(120, inPairs: true, step: 0.5)
    try folder.write(text(input), to: "lines.txt")
    let found = try run("stream lines.txt --twin m.safetensors --headless --run r.lnnrun")
    try #require(found.status == 0, "\(found.messages)")
    let summary = found.output.split(separator: "\n").map(String.init)
    #expect(summary[0] == "rows        120, compared 120", "\(found.output)")
    let line = try #require(summary.first { $0.hasPrefix("steering ") })
    #expect(line.contains("mean 0.1") && line.contains("largest 0.2") && line.contains(" at row "), "\(line)")
    #expect(line.contains("beyond 1 % of the range in ") && !line.hasSuffix(" 0 % of rows"), "\(line)")
    let lenient = try run("stream lines.txt --twin m.safetensors --headless --no-run --twin-tolerance 0.5")
    #expect(lenient.output.contains("beyond 50 % of the range in 0 % of rows"), "\(lenient.output)")

    // The record has what was on the screen.
    let reader = try RunReader(path: folder.path("r.lnnrun"))
    let entry = try #require(reader.frames().last)
    let frame = try reader.frame(entry)
    #expect(frame.stream?.twin?.compared == 120 && frame.stream?.learning == "off")
    let shown = zip(frame.probe.nominal.targets, frame.probe.nominal.outputs).map { ($0 - $1).magnitude }
    #expect(shown.allSatisfy { $0 < 0.3 } && shown.contains { $0 > 0.1 })
    let resumed = try run("stream lines.txt --resume r.lnnrun --headless")
    #expect(resumed.status == 1 && resumed.message.contains("begin anew with --twin"), "\(resumed.messages)")
  }

  @Test func linesComeOverASerialLine() throws {
    try train()
    let terminal = try PseudoTerminal()
    let process = try CommandRun.start(
      ["stream", "serial:\(terminal.device)", "--twin", "m.safetensors", "--headless", "--json", "--no-run"],
      in: folder, output: folder.path("output"), messages: folder.path("messages"))
    try #require(isTold("messages", "waiting for rows"))
    let lines = try lines(24)
    // The device had begun a line before anybody listened, and prints something as it starts.
    terminal.type("0.5,\"net.steering\":0.25}\r\nboot v1.2\r\n" + lines.joined(separator: "\r\n") + "\r\n")
    #expect(isTold("output", "\"compared\":24"))
    // It starts anew, and half a line is lost.
    terminal.type(lines[..<6].joined(separator: "\r\n") + "\r\n")
    terminal.type(lines[6].prefix(30) + "\r\n" + lines[7...].joined(separator: "\r\n") + "\r\n")
    #expect(isTold("output", "\"lost_lines\":1"))
    #expect(process.end(by: SIGTERM) == 128 + SIGTERM)
    let text = try folder.text("output")
    let last = try #require(
      text.split(separator: "\n").last.flatMap {
        try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      })
    #expect(last["restarts"] as? Int == 1 && last["lost_lines"] as? Int == 1, "\(text)")
    #expect(try #require(last["left_out"] as? Int) > 0)
    #expect(try #require(last["difference"] as? Double) < 1e-5)
  }

  @Test(
    "lines come from a broker",
    .enabled(if: TestBroker.isInstalled, "mosquitto is not installed: apt install mosquitto"))
  func broker() throws {
    try train()
    let broker = try TestBroker()
    let address = "mqtt://localhost:\(broker.port)/car"
    let process = try CommandRun.start(
      ["stream", address, "--twin", "m.safetensors", "--headless", "--json", "--no-run"], in: folder,
      output: folder.path("output"), messages: folder.path("messages"))
    try #require(isTold("messages", "waiting for rows"))
    let publisher = try MQTTPublisher(try MQTTAddress(address))
    for line in try lines(40) { #expect(publisher.publish(line)) }
    #expect(isTold("output", "\"compared\":40"))
    #expect(process.end(by: SIGTERM) == 128 + SIGTERM)
    _ = publisher.finish(timeout: 5)
  }

  @Test(
    "each mistake is one clear line",
    arguments: [
      ("lines.txt --twin m.safetensors --learn off", "--learn does not go with --twin"),
      ("lines.txt --twin m.safetensors --adapt-rate 0.1", "--adapt-rate does not go with --twin"),
      ("lines.txt --twin m.safetensors --init m.safetensors", "--init does not go with --twin"),
      ("lines.txt --twin m.safetensors --targets y", "--targets does not go with --twin"),
      ("lines.txt --twin m.safetensors --units 4", "--units does not go with --twin"),
      ("--twin m.safetensors", "--twin means nothing without a SOURCE"),
      ("lines.txt --twin-tolerance 0.1", "--twin-tolerance means nothing without --twin"),
      ("lines.txt --twin m.safetensors --twin-tolerance 2", "at most 1"),
      ("lines.txt --twin none.safetensors", "none.safetensors"),
      ("lines.txt --twin bare.safetensors", "says nothing of the columns"),
      ("lines.txt --twin side.safetensors", "no field of the lines ends in '.left'"),
      (
        "other.txt --twin m.safetensors",
        "the input 'bend', and the stream has no such column; it has 'speed'"
      ),
    ])
  func mistakes(line: String, words: String) throws {
    try train()
    try train("--targets side", as: "side.safetensors")
    try ModelFile.write(
      Model(cell: try LTC(wiring: .fullyConnected(inputs: 2, units: 4, outputs: 1, seed: 1)), seed: 1),
      to: folder.url.appendingPathComponent("bare.safetensors"))
    try folder.write(text(lines(30)), to: "lines.txt")
    try folder.write("speed=1 net.steering=2\n", to: "other.txt")
    let found = try run("stream \(line) --headless --quiet --no-run")
    #expect(found.status != 0)
    #expect(
      found.message.contains(words) && found.message.split(separator: "\n").count == 1, "\(found.message)")
  }

  @Test(
    "the screen says whether a device and its twin are in step",
    .enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"))
  func screen() throws {
    try train()
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let dashboard = try DashboardRun(
      arguments: "stream '\(pipe)' --twin '\(folder.path("m.safetensors"))' --no-run", columns: 120, rows: 40)
    let terminal = dashboard.terminal
    let writer = try #require(FileHandle(forWritingAtPath: pipe))
    let lines = try lines(60)
    try writer.write(contentsOf: Data(text(Array(lines[..<40])).utf8))
    try terminal.wait(for: "IN STEP")
    try terminal.wait(for: "device net and its twin")
    try terminal.press("L")
    try terminal.wait(for: "only watched")
    // Three steps that nobody saw.
    try writer.write(contentsOf: Data(("half a line\n" + text(Array(lines[43...]))).utf8))
    try terminal.wait(for: "lost lines 1")
    try writer.close()
    try terminal.wait(for: "ENDED")
    try terminal.press("q")
    _ = try dashboard.run.finish(status: 0)
  }
}
