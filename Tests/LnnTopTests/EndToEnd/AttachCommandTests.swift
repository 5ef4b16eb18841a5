import Foundation
import TestSupport
import Testing

@Suite("lnn-top attach") struct AttachCommandTests {
  @Test("says without a terminal that the trainer is suspended") func suspended() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let training = try GatedTraining(
      ["train", "waves.csv", "--window", "16", "--headless", "--quiet", "--run", "a.lnnrun"], holdAfter: 3,
      in: folder)
    try #require(training.waitUntilRecorded(in: "a.lnnrun"))
    #expect(try CommandRun(["attach", "a.lnnrun", "--headless"], in: folder).messages.isEmpty)
    kill(training.process.id, SIGSTOP)
    let attached = try CommandRun(["attach", "a.lnnrun", "--headless"], in: folder)
    #expect(attached.status == 0)
    #expect(attached.message.contains("is suspended") && !attached.message.contains("\n"))
    #expect(attached.message.contains("kill -CONT \(training.process.id)"))
    training.process.end(by: SIGKILL)
    #expect(try CommandRun(["attach", "a.lnnrun", "--headless"], in: folder).messages.isEmpty)
  }

  @Test("a training whose run is replaced says so and fails in the end") func replaced() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let other = try SampleRun.bytes("--epochs 2 --seed 7")
    let messages = folder.path("messages")
    let process = try CommandRun.start(
      ["train", "waves.csv", "--headless", "--quiet", "--run", "a.lnnrun", "--steps", "1000000000"],
      in: folder, messages: messages)
    #expect(waitUntil { FileManager.default.fileExists(atPath: folder.path("a.lnnrun-wal")) })
    try folder.write(other, to: "b.lnnrun")
    rename(folder.path("b.lnnrun"), folder.path("a.lnnrun"))
    #expect(waitUntil { (try? folder.text("messages").contains("not recorded any more")) == true })
    #expect(process.end(by: SIGINT) == 128 + SIGINT)
    #expect(folder.contents.filter { $0.hasPrefix("a.lnnrun") } == ["a.lnnrun"])
    #expect(FileManager.default.contents(atPath: folder.path("a.lnnrun")).map { [UInt8]($0) } == other)
  }
}
