import Foundation
import Text

/// A device on a serial line.
struct SerialEndpoint: ByteEndpoint {
  let device: String
  let baud: Int

  /// The speeds that every system has.
  static let speeds: [Int: speed_t] = [
    1_200: speed_t(B1200), 2_400: speed_t(B2400), 4_800: speed_t(B4800), 9_600: speed_t(B9600),
    19_200: speed_t(B19200), 38_400: speed_t(B38400), 57_600: speed_t(B57600), 115_200: speed_t(B115200),
    230_400: speed_t(B230400), 460_800: speed_t(B460800), 921_600: speed_t(B921600),
  ]

  func lost(_ reason: String?) -> String {
    "\(device.quoted) was unplugged or closed" + (reason.map { ": \($0.lowercasedFirst)" } ?? "")
  }

  var found: String { "\(device.quoted) is there again" }

  func open(isStopped: () -> Bool) throws(LiveSourceError) -> Int32 {
    let descriptor = Foundation.open(device, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      let hint =
        errno == EACCES
        ? "you may lack the right to it, which members of its group have"
        : "check that it is plugged in, and its name"
      throw LiveSourceError("\(device.quoted) cannot be opened: \(systemReason().lowercasedFirst); \(hint)")
    }
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0, let speed = Self.speeds[baud] else {
      close(descriptor)
      throw LiveSourceError("\(device.quoted) is no serial line: name a device such as /dev/ttyUSB0")
    }
    cfmakeraw(&settings)
    // Without a modem, and reading.
    settings.c_cflag |= tcflag_t(CLOCAL | CREAD)
    cfsetispeed(&settings, speed)
    cfsetospeed(&settings, speed)
    guard tcsetattr(descriptor, TCSANOW, &settings) == 0 else {
      let reason = systemReason().lowercasedFirst
      close(descriptor)
      throw LiveSourceError("\(device.quoted) does not take \(baud) baud: \(reason)")
    }
    return descriptor
  }
}
