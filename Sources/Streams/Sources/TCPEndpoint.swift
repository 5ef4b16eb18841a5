import Foundation
import Text

/// A TCP server that sends lines.
struct TCPEndpoint: ByteEndpoint {
  let host: String
  let port: Int
  /// What is expected there.
  var kind = "server"

  /// Seconds that an attempt may take.
  private static let patience = 10.0

  /// As it stands in an address: with brackets around the colons of IPv6.
  var address: String { Self.address(host, port) }

  static func address(_ host: String, _ port: Int) -> String {
    (host.contains(":") ? "[\(host.displayed)]" : host.displayed) + ":\(port)"
  }

  func lost(_ reason: String?) -> String {
    reason.map { "the connection to \(address) was lost: \($0.lowercasedFirst)" }
      ?? "\(address) closed the connection"
  }

  var found: String { "connected to \(address) again" }

  func open(isStopped: () -> Bool) throws(LiveSourceError) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    var code = getaddrinfo(host, String(port), &hints, &list)
    if code != 0 {
      // A machine without a network other than its own has no configured addresses.
      hints.ai_flags = 0
      code = getaddrinfo(host, String(port), &hints, &list)
    }
    guard code == 0, list != nil else {
      throw LiveSourceError(
        "no address is known for \(host.quoted): \(String(cString: gai_strerror(code)).lowercasedFirst); check the name"
      )
    }
    defer { freeaddrinfo(list) }
    var reason: Int32 = 0
    var next = list
    while let address = next {
      let descriptor = connect(address.pointee, isStopped, &reason)
      if descriptor >= 0 { return descriptor }
      next = address.pointee.ai_next
    }
    throw LiveSourceError(
      "no \(kind) answers at \(address): \(systemReason(reason).lowercasedFirst); check that it runs and listens there"
    )
  }

  /// - Returns: -1 where it failed, for `reason`.
  private func connect(_ address: addrinfo, _ isStopped: () -> Bool, _ reason: inout Int32) -> Int32 {
    let descriptor = socket(
      address.ai_family, address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0
    )
    guard descriptor >= 0 else {
      reason = errno
      return -1
    }
    var error = Foundation.connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno
    if error == EINPROGRESS { error = finish(descriptor, isStopped) }
    if error == 0 {
      Self.keepAlive(descriptor)
      return descriptor
    }
    reason = error
    close(descriptor)
    return -1
  }

  /// Has a server that vanished without a word noticed in about a minute, although nothing is sent to it.
  static func keepAlive(_ descriptor: Int32) {
    let size = socklen_t(MemoryLayout<Int32>.size)
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, size)
    for (option, setting) in [(TCP_KEEPIDLE, 30), (TCP_KEEPINTVL, 10), (TCP_KEEPCNT, 3)] as [(Int32, Int32)] {
      var value = setting
      setsockopt(descriptor, Int32(IPPROTO_TCP), option, &value, size)
    }
  }

  /// Waits for a connection that is being made; returns its error.
  private func finish(_ descriptor: Int32, _ isStopped: () -> Bool) -> Int32 {
    let deadline = ProcessInfo.processInfo.systemUptime + Self.patience
    while ProcessInfo.processInfo.systemUptime < deadline, !isStopped() {
      var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      guard poll(&polled, 1, 100) > 0 else { continue }
      var error: Int32 = 0
      var size = socklen_t(MemoryLayout<Int32>.size)
      getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size)
      return error
    }
    return ETIMEDOUT
  }
}
