import DeviceCode
import Foundation
import TestSupport
import Testing

/// `lnn-top export --format c`, from a table to lines of a device beside its twin.
@Suite(.enabled(if: HostCompiler() != nil, "no C compiler is here: $CC, cc, gcc or clang"))
struct CExportTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    var text = "t_s,when,speed,bend,gear,steering,side\n"
    for row in 0..<240 {
      let bend = sin(Double(row) / 7)
      let speed = row % 13 == 5 ? "" : row % 17 == 3 ? "-999" : "\(15 + row % 7)"
      let gear = row % 19 == 8 ? "" : ["first", "second", "third"][row / 5 % 3]
      let steering = 40 * bend + Double(row % 7)
      // Steps are not all as long.
      text +=
        "\(Double(row) * 0.5 + Double(row % 3) / 8),\(Self.date(row)),\(speed),\(bend),\(gear),\(steering),"
      text += "\(bend > 0 ? "left" : "right")\n"
    }
    try folder.write(text, to: "train.csv")
  }

  /// Twenty minutes a row.
  private static func date(_ row: Int) -> String {
    func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "2024-05-\(digits(1 + row / 72)) \(digits(row % 72 / 3)):\(digits(row % 3 * 20))"
  }

  private func run(_ line: String, input: String? = nil) throws -> CommandRun {
    try CommandRun(
      line.split(separator: " ").map(String.init), in: folder, input: input.map { Data($0.utf8) })
  }

  private static let columns =
    "--inputs speed,bend,gear --targets steering --time t_s --missing-markers speed=-999"

  private func train(_ options: String = columns, as name: String = "r.lnnrun") throws {
    let train = try run(
      "train train.csv --quiet --headless --run \(name) --steps 40 --units 10 \(options)")
    try #require(train.status == 0, "\(train.messages)")
  }

  /// What an export says.
  private func export(_ options: String = "", status: Int32 = 0) throws -> CommandRun {
    let export = try run("export r.lnnrun --format c \(options)")
    #expect(export.status == status, "\(options): \(export.messages)\(export.output)")
    return export
  }

  /// The largest error of an output of the code, as a share of the range.
  private func checked(_ options: String = "") throws -> Double {
    let export = try export("-o net --check --json \(options)")
    let code = try #require(export.objects().first?["code"] as? [String: Any])
    let check = try #require(code["check"] as? [String: Any])
    #expect((check["rows"] as? Int ?? 0) > 10)
    #expect((check["self_test"] as? String)?.contains(" right") == true, "\(check)")
    let outputs = try #require(check["outputs"] as? [[String: Any]])
    return try outputs.map { output in
      let (largest, range) = (output["largest"] as? Double, output["range"] as? Double)
      return try #require(largest) / #require(range)
    }.max() ?? .nan
  }

  /// Rows with everything that may be missing or new, and times that nobody knows.
  private static func program(withFeatures: Bool = false) -> DeviceProgram {
    let gears = ["FIRST", "SECOND", "THIRD"].map { "NET_LEVEL_GEAR_\($0)" } + ["7.0f", "NAN"]
    let steps = (0..<90).map { row -> DeviceProgram.Step in
      let speed =
        row % 11 == 4 ? .nan : row % 11 == 8 ? -999 : row == 33 ? .infinity : 15 + 4 * sin(Double(row))
      let share = 2 * Double.pi * Double(row % 72) / 72
      var values = [
        ("SPEED", DeviceProgram.literal(speed)),
        ("BEND", DeviceProgram.literal(row % 23 == 7 ? .nan : sin(Double(row * row) / 300))),
      ]
      if withFeatures {
        values.append(("HOUR_OF_DAY_SIN", DeviceProgram.literal(sin(share))))
        values.append(("HOUR_OF_DAY_COS", DeviceProgram.literal(cos(share))))
      } else {
        values.append(("GEAR", gears[row / 2 % 5]))
      }
      let usual: Float = withFeatures ? 1_200 : 0.5
      let elapsed = [usual, 1.5 * usual, 0, usual, .nan, -1, 0.25 * usual][row % 7]
      return .init(values: values, elapsed: elapsed)
    }
    return DeviceProgram(steps, starts: [0, 60])
  }

  /// The device's lines beside the network of the run.
  private func follow(_ lines: String, _ options: String = "") throws -> [String: Any] {
    let found = try run(
      "stream - --twin r.lnnrun --headless --json --no-run --window 90 \(options)", input: lines)
    try #require(found.status == 0, "\(found.messages)")
    return try #require(found.objects().last)
  }

  @Test(
    "a device answers as the network does",
    arguments: [
      (columns + " --missing forward-fill", ""), (columns + " --missing mask --model cfc", "--name driver"),
      (columns + " --missing fill-and-mask --model ct-gru --scaling none", ""),
      (columns + " --missing drop", ""),
      (columns + " --targets side --kind classification --missing forward-fill", ""),
      (
        "--inputs speed,bend --targets steering --time when --time-features hour-of-day"
          + " --missing-markers -999,0 --missing forward-fill", ""
      ),
    ])
  func agreement(options: String, naming: String) throws {
    try train(options)
    #expect(try checked(naming) < 1e-5)
    let name = naming.split(separator: " ").last.map(String.init) ?? "net"
    var program = Self.program(withFeatures: options.contains("hour-of-day"))
    program = DeviceProgram(
      program.steps.map { step in
        .init(
          values: step.values.map { ($0, $1.replacing("NET_", with: "\(name.uppercased())_")) },
          elapsed: step.elapsed)
      }, starts: program.starts)
    let lines = try program.output(folder: "net", name: name, in: folder)
    #expect(lines.split(separator: "\n").count == 90)
    let last = try follow(lines)
    #expect(last["within_tolerance"] as? Bool == true && last["phase"] as? String == "in step", "\(last)")
    #expect(last["device"] as? String == name && last["restarts"] as? Int == 1)
    #expect(last["left_out"] as? Int == 0 && last["lost_lines"] as? Int == 0, "\(last)")
    #expect((last["compared"] as? Int ?? 0) > (options.contains("drop") ? 30 : 89), "\(last)")
    #expect(try #require(last["difference"] as? Double) < 1e-3)
    for output in try #require(last["outputs"] as? [[String: Any]]) {
      let (largest, range) = (output["largest"] as? Double, output["range"] as? Double)
      #expect(try #require(largest) / #require(range) < 1e-4, "\(output)")
    }
  }

  @Test("whole numbers cost what the export says, and a device with them is near its twin")
  func wholeNumbers() throws {
    try train(Self.columns + " --missing forward-fill")
    #expect(try checked("--weights int8") < 0.03)
    let lines = try Self.program().output(folder: "net", in: folder)
    let last = try follow(lines, "--twin-tolerance 0.1")
    #expect(last["within_tolerance"] as? Bool == true && last["compared"] as? Int == 90, "\(last)")
    // It is not the same network either.
    #expect(try #require(last["difference"] as? Double) > 1e-6)
  }

  @Test(
    "the folder's own test passes",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/make"), "make is not installed"),
    arguments: ["float", "int8"])
  func selfTest(weights: String) throws {
    try train()
    _ = try export("-o net --weights \(weights)")
    let output = try ChildProcess.output(
      of: "/usr/bin/make", ["-C", folder.path("net"), "test", "CC=\(#require(HostCompiler()).path)"])
    #expect(output.contains(" right"), "\(output)")
    // What make leaves behind is in nobody's way.
    _ = try export("-o net --weights \(weights)")
  }

  @Test("a network is written again where it was, and a changed sketch stays")
  func again() throws {
    try train()
    let first = try export("-o net")
    #expect(first.output.contains("net/README.md") && first.messages.isEmpty, "\(first.messages)")
    let sketch = "net/examples/net_blink/net_blink.ino"
    #expect(try export("-o net").messages.isEmpty)
    try folder.write("// mine\n" + folder.text(sketch), to: sketch)
    let again = try export("-o net --weights int8")
    #expect(again.message.contains(sketch) && again.message.contains("left as it is"), "\(again.messages)")
    #expect(try folder.text(sketch).hasPrefix("// mine\n"))
    #expect(try folder.text("net/net.c").contains("int8_t"))
  }

  @Test(
    "each mistake is one clear line",
    arguments: [
      ("-o other", 1, "other holds something else already (note.txt), so it is left alone"),
      ("-o net --name other", 1, "net holds something else already"),
      ("-o new --name 9lives", 1, "'9lives' is no name for C"),
      ("-o new --name a-b", 1, "'a-b' is no name for C"),
      ("-o new --name int", 1, "'int' has a meaning in C"),
      ("-o new --calibrate 10", 2, "--calibrate"),
      ("-o -", 1, "c is a folder of files: name one with --output"),
      ("-o new --check --rows none.csv", 1, "none.csv"),
      ("-o new --weights int4", 2, "--weights"),
    ])
  func mistakes(options: String, status: Int32, words: String) throws {
    try train()
    _ = try export("-o net")
    try FileManager.default.createDirectory(atPath: folder.path("other"), withIntermediateDirectories: true)
    try folder.write("a note", to: "other/note.txt")
    let export = try export(options, status: status)
    #expect(export.message.contains(words) && !export.message.contains("\n"), "\(export.messages)")
    #expect(export.output.isEmpty && !FileManager.default.fileExists(atPath: folder.path("new")))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("other")) == ["note.txt"])
  }

  @Test("a date that is an input does not fit into a float")
  func date() throws {
    try train("--inputs when,speed --targets steering --time t_s")
    let export = try export("-o new", status: 1)
    #expect(
      export.message.contains("the input 'when' cannot be exported") && !export.message.contains("\n"),
      "\(export.messages)")
  }

  @Test("a network whose data have moved is written without them, unless they are needed")
  func moved() throws {
    try train()
    try FileManager.default.moveItem(atPath: folder.path("train.csv"), toPath: folder.path("moved.csv"))
    let float = try export("-o net")
    #expect(float.message.contains("note: the self-test has made-up values"), "\(float.messages)")
    for options in ["-o new --check", "-o new --weights int8"] {
      let export = try export(options, status: 1)
      #expect(
        export.message.contains("--rows") && !export.message.contains("\n") && export.output.isEmpty,
        "\(options): \(export.messages)")
    }
    #expect(try checked("--rows moved.csv") < 1e-5)
  }

  @Test("an imported network is written as it is, but not in whole numbers")
  func imported() throws {
    let fixture = try ImportFixture.named("wired_memory")
    #expect(try run("import \(fixture.path) -o r.lnnrun").status == 0)
    #expect(try export("-o net").message.contains("the network was imported"))
    for options in ["-o new --weights int8", "-o new --check"] {
      let export = try export(options, status: 1)
      #expect(
        export.message.contains("r.lnnrun was imported") && !export.message.contains("\n"),
        "\(options): \(export.messages)")
    }
  }

  @Test("a device drives as its network does")
  func drive() throws {
    let train = try run("train lane-keeping --epochs 2 --headless --quiet --run r.lnnrun")
    try #require(train.status == 0, "\(train.messages)")
    _ = try export("-o net")
    let driven = try run("drive r.lnnrun --device net --roads 3 --json")
    #expect(driven.status == 0, "\(driven.messages)")
    let drivers = try #require(driven.objects().first?["drivers"] as? [[String: Any]])
    #expect(
      drivers.compactMap { $0["name"] as? String }
        == ["network", "device", "reference driver", "no steering"])
    #expect(drivers[0]["roads_kept"] as? Int == drivers[1]["roads_kept"] as? Int)
    let offsets = drivers.compactMap { $0["mean_offset"] as? Double }
    #expect((offsets[0] - offsets[1]).magnitude < 1e-3, "\(offsets)")

    try FileManager.default.createDirectory(atPath: folder.path("empty"), withIntermediateDirectories: true)
    try self.train(as: "o.lnnrun")
    let other = try run("export o.lnnrun --format c -o other")
    #expect(other.status == 0, "\(other.messages)")
    for (device, words) in [
      ("empty", "empty holds no C of a network"), ("none", "none holds no C of a network"),
      ("other", "other holds the C of another network"),
    ] {
      let refused = try run("drive r.lnnrun --device \(device) --roads 1")
      #expect(refused.status == 1 && refused.output.isEmpty)
      #expect(refused.message.contains(words) && !refused.message.contains("\n"), "\(refused.messages)")
    }
  }
}
