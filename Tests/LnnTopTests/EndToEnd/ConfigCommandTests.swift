import Foundation
import TestSupport
import Testing

@Suite("lnn-top config")
struct ConfigCommandTests {
  /// A folder with a settings file, and the environment that has it found.
  static func folder(_ text: String) throws -> (TemporaryFolder, [String: String]) {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "config/lnn-top/config.yaml")
    return (folder, ["XDG_CONFIG_HOME": folder.path("config")])
  }

  static func value(_ key: String, _ run: CommandRun) throws -> [String] {
    let object = try #require(try run.objects().first { $0["key"] as? String == key })
    return ["value", "source"].compactMap { object[$0] as? String }
  }

  @Test("shows every value and where it comes from")
  func sources() throws {
    let (folder, environment) = try Self.folder("theme: ember\nfps: 5\n")
    let run = try CommandRun(
      ["config", "--json", "--glyphs", "ascii"], in: folder,
      environment: environment.merging(["LNN_TOP_FPS": "20"]) { _, new in new })
    #expect(run.status == 0)
    #expect(run.messages.isEmpty)
    #expect(try Self.value("theme", run) == ["ember", folder.path("config/lnn-top/config.yaml") + ":1"])
    #expect(try Self.value("fps", run) == ["20", "LNN_TOP_FPS"])
    #expect(try Self.value("glyphs", run) == ["ascii", "--glyphs"])
    #expect(try Self.value("smoothing", run) == ["on", "default"])
    #expect(try Self.value("runs", run) == [folder.path("runs"), "LNN_TOP_RUNS"])
    let table = try CommandRun(["config"], in: folder, environment: environment)
    #expect(table.output.contains(/theme +ember +.*config\.yaml:1/))
    let path = try CommandRun(["config", "--path"], in: folder, environment: environment)
    #expect(path.output == folder.path("config/lnn-top/config.yaml") + "\n")
  }

  @Test("prints a file to start from, which changes nothing as it is and is valid when uncommented")
  func template() throws {
    let (folder, environment) = try Self.folder("")
    let template = try CommandRun(["config", "--defaults"], in: folder, environment: environment).output
    try folder.write(template, to: "config/lnn-top/config.yaml")
    let asItIs = try CommandRun(["config", "--json"], in: folder, environment: environment)
    #expect(asItIs.messages.isEmpty)
    let sources = try asItIs.objects().compactMap { $0["source"] as? String }
    #expect(sources.filter { $0 != "default" } == ["LNN_TOP_RUNS"])
    let keys = try asItIs.objects().compactMap { $0["key"] as? String }
    #expect(keys.count >= 9)
    #expect(keys.filter { !template.contains("\n#\($0): ") } == [])

    let uncommented = template.split(separator: "\n").map { line in
      line.hasPrefix("#") && !line.hasPrefix("# ") ? line.dropFirst() : line
    }.joined(separator: "\n")
    try folder.write(uncommented, to: "config/lnn-top/config.yaml")
    let set = try CommandRun(["config", "--json"], in: folder, environment: environment)
    #expect(set.messages.isEmpty)
    for (before, after) in zip(try asItIs.objects(), try set.objects())
    where before["key"] as? String != "glyphs" {
      #expect(before["value"] as? String == after["value"] as? String)
    }
  }

  @Test("never writes the file, and a mistake in it stops no command")
  func mistakes() throws {
    let text = "theem: a\nfps: 0\ntheme: nothere\n"
    let (folder, environment) = try Self.folder(text)
    let data = try folder.writeWaves()
    let run = try CommandRun(
      ["train", data, "--window", "16", "--epochs", "1", "--units", "8", "--quiet", "--no-run"], in: folder,
      environment: environment)
    #expect(run.status == 0, "\(run.messages)")
    #expect(run.messages.contains("config.yaml:1: there is no setting 'theem' (did you mean theme?)"))
    #expect(run.messages.contains("config.yaml:2: fps cannot be '0'"))
    let config = try CommandRun(["config"], in: folder, environment: environment)
    #expect(config.messages.contains("config.yaml:3: there is no theme named 'nothere'"))
    let after = try String(contentsOfFile: folder.path("config/lnn-top/config.yaml"), encoding: .utf8)
    #expect(after == text)
  }

  @Test("says where runs go, for every command")
  func runs() throws {
    let (folder, environment) = try Self.folder("runs: ~/kept\n")
    let variables = environment.merging(["LNN_TOP_RUNS": "", "HOME": folder.url.path]) { _, new in new }
    let data = try folder.writeWaves()
    let trained = try CommandRun(
      ["train", data, "--window", "16", "--epochs", "1", "--units", "8", "--quiet"], in: folder,
      environment: variables)
    #expect(trained.status == 0, "\(trained.messages)")
    let listed = try CommandRun(["runs", "--json"], in: folder, environment: variables)
    let path = try #require(try listed.objects().first?["path"] as? String)
    #expect(path.hasPrefix(folder.path("kept/waves-")))
  }
}
