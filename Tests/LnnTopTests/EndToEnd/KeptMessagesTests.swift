import Foundation
import TestSupport
import Testing

/// Messages that come while nobody reads.
@Suite(.enabled(if: TestBroker.isInstalled, "mosquitto is not installed: apt install mosquitto"))
struct KeptMessagesTests {
  private let folder: TemporaryFolder
  private let broker: TestBroker

  init() throws {
    folder = try TemporaryFolder()
    broker = try TestBroker()
  }

  private func start(_ line: String, messages: String) throws -> ChildProcess {
    try CommandRun.start(
      "stream \(line) --headless --no-run".split(separator: " ").map(String.init), in: folder,
      output: folder.path("output"), messages: folder.path(messages))
  }

  private func listen(_ name: String) throws -> ChildProcess {
    let process = try start(
      "mqtt://localhost:\(broker.port)/plant --client reader --overload wait --targets row --predictions \(name).csv",
      messages: name)
    #expect(
      waitUntil { (try? folder.text(name))?.contains("waiting for rows") == true },
      "\((try? folder.text(name)) ?? "")")
    return process
  }

  private func answers(_ name: String) -> Int {
    max(0, ((try? folder.text("\(name).csv")) ?? "").count { $0 == "\n" } - 1)
  }

  @Test func aBrokerKeepsThemForANamedReader() throws {
    let count = 300
    try folder.write(
      "a,y\n" + (0..<count).map { "\($0 % 7),\($0 % 5)\n" }.joined(), to: "rows.csv")
    let first = try listen("first")
    let player = try start(
      "rows.csv --rate 100 --publish mqtt://localhost:\(broker.port)/plant", messages: "player")
    #expect(waitUntil { answers("first") > 0 }, "\((try? folder.text("first")) ?? "")")
    first.end(by: SIGTERM)
    #expect(player.wait() == 0, "\((try? folder.text("player")) ?? "")")
    let second = try listen("second")
    #expect(waitUntil { answers("first") + answers("second") >= count })
    second.end(by: SIGTERM)
  }

  @Test func aNameIsForBrokers() throws {
    let run = try CommandRun(["stream", "rows.csv", "--client", "reader"], in: folder)
    #expect(run.status == 2)
    #expect(run.messages.contains("--client means nothing without a broker as SOURCE"), "\(run.messages)")
  }
}
