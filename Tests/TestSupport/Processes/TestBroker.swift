import Foundation

/// Debian's `mosquitto` on a free port, in a folder of its own.
package final class TestBroker {
  static let program = "/usr/sbin/mosquitto"
  package static let isInstalled = FileManager.default.isExecutableFile(atPath: program)

  package let port: Int
  private let folder: TemporaryFolder
  private var process: ChildProcess?

  /// - Parameters:
  ///   - password: of the user `me`; nil: anybody may connect.
  ///   - certificates: those of `localhost`; nil: connections are not encrypted.
  package init(password: String? = nil, certificates: TestCertificates? = nil) throws {
    folder = try TemporaryFolder()
    port = try Self.freePort()
    var access = "allow_anonymous true"
    if let password {
      let file = try folder.write("", to: "passwords")
      _ = try ChildProcess.output(of: "/usr/bin/mosquitto_passwd", ["-b", file, "me", password])
      access = "allow_anonymous false\npassword_file \(file)"
    }
    if let certificates {
      access += """

        cafile \(certificates.authority)
        certfile \(certificates.certificate)
        keyfile \(certificates.key)
        """
    }
    try folder.write(
      """
      listener \(port) 127.0.0.1
      \(access)
      user root
      persistence true
      persistence_location \(folder.path)/
      max_queued_messages 0
      """, to: "configuration")
    try start()
  }

  /// A port of this machine that nobody listens at.
  private static func freePort() throws -> Int {
    let descriptor = openedSocket()
    defer { close(descriptor) }
    var (address, size) = (loopback(port: 0), socklen_t(MemoryLayout<sockaddr_in>.size))
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
      }
    }
    guard result == 0 else { throw CocoaError(.fileNoSuchFile) }
    return Int(in_port_t(bigEndian: address.sin_port))
  }

  private static func openedSocket() -> Int32 {
    socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  }

  private static func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  /// Starts it, and waits until it listens.
  package func start() throws {
    process = try ChildProcess(
      Self.program, ["-c", folder.path("configuration")], messages: folder.path("log"))
    let isThere = waitUntil { accepts || process?.isRunning != true }
    guard isThere, process?.isRunning == true else {
      throw ChildProcessFailure(command: Self.program, message: (try? folder.text("log")) ?? "")
    }
  }

  private var accepts: Bool {
    let descriptor = Self.openedSocket()
    defer { close(descriptor) }
    var address = Self.loopback(port: port)
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) == 0 }
    }
  }

  deinit { stop() }

  /// Ends it as a system does, so that it keeps its sessions.
  package func stop() {
    process?.end(by: SIGTERM)
    process = nil
  }
}
