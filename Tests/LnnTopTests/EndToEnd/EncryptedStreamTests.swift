import Foundation
import TestSupport
import Testing

/// Messages of a broker with a certificate.
@Suite(
  .enabled(if: TestBroker.isInstalled, "mosquitto is not installed: apt install mosquitto"),
  .enabled(if: TestCertificates.isInstalled, "openssl is not installed: apt install openssl"))
struct EncryptedStreamTests {
  private let folder: TemporaryFolder
  private let certificates: TestCertificates
  private let broker: TestBroker

  init() throws {
    folder = try TemporaryFolder()
    certificates = try TestCertificates()
    broker = try TestBroker(certificates: certificates)
  }

  private func start(_ line: String, trusts authority: String?, messages: String) throws -> ChildProcess {
    try CommandRun.start(
      "stream \(line) --headless --no-run".split(separator: " ").map(String.init), in: folder,
      environment: authority.map { ["SSL_CERT_FILE": $0] } ?? [:], output: folder.path("output"),
      messages: folder.path(messages))
  }

  @Test func predictionsOfOneStreamAreTheRowsOfAnother() throws {
    let rows = (0..<20_000).map { "\($0 % 7),\($0 % 5)\n" }.joined()
    try folder.write("a,y\n" + rows, to: "rows.csv")
    let address = "mqtts://localhost:\(broker.port)/plant"
    let listener = try start("\(address) --targets row", trusts: certificates.authority, messages: "listener")
    let player = try start(
      "rows.csv --rate 200 --publish \(address)", trusts: certificates.authority, messages: "player")
    #expect(
      waitUntil { (try? folder.text("listener"))?.contains("predicts row 1 row ahead") == true },
      "\((try? folder.text("listener")) ?? "") \((try? folder.text("player")) ?? "")")
    player.end(by: SIGTERM)
    listener.end(by: SIGTERM)
  }

  @Test func aBrokerThatNobodyVouchesForIsRefused() throws {
    let process = try start("mqtts://localhost:\(broker.port)/plant", trusts: nil, messages: "listener")
    #expect(process.wait() == 1)
    #expect(try folder.text("listener").contains("certificate verify failed): check its certificate"))
  }

  @Test func aCertificateOfAnotherNameIsRefused() throws {
    let process = try start(
      "mqtts://127.0.0.1:\(broker.port)/plant", trusts: certificates.authority, messages: "listener")
    #expect(process.wait() == 1)
    #expect(try folder.text("listener").contains("check its certificate"))
  }
}
