import Foundation

/// A certificate of `localhost`, and that of the authority that signed it, made by `openssl` in a folder of its own.
package struct TestCertificates {
  static let program = "/usr/bin/openssl"
  package static let isInstalled = FileManager.default.isExecutableFile(atPath: program)

  private let folder: TemporaryFolder
  /// The file of the authority's certificate: who trusts it trusts `localhost`.
  package var authority: String { folder.path("authority.crt") }
  var certificate: String { folder.path("server.crt") }
  var key: String { folder.path("server.key") }

  package init() throws {
    folder = try TemporaryFolder()
    try folder.write("subjectAltName=DNS:localhost", to: "names")
    try run(
      "req -x509 -newkey rsa:2048 -nodes -keyout authority.key -out authority.crt -days 2 -subj /CN=authority"
    )
    try run("req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=localhost")
    try run(
      "x509 -req -in server.csr -CA authority.crt -CAkey authority.key -CAcreateserial -out server.crt -days 2"
        + " -extfile names")
  }

  private func run(_ line: String) throws {
    let process = try ChildProcess(
      Self.program, line.split(separator: " ").map(String.init), in: folder.path,
      messages: folder.path("messages"))
    guard process.wait() == 0 else {
      throw ChildProcessFailure(command: Self.program, message: (try? folder.text("messages")) ?? "")
    }
  }
}
