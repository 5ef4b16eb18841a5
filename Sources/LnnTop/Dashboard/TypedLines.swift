import Foundation

/// The lines that come through standard input, as they come.
struct TypedLines {
  private(set) var hasEnded = false
  private var rest: [UInt8] = []
  /// The longest line that is worth waiting for its end.
  private static let longest = 4_096

  /// Takes in what is there, which must be something or the end.
  mutating func read() -> [String] {
    var bytes = [UInt8](repeating: 0, count: Self.longest)
    let count = Foundation.read(STDIN_FILENO, &bytes, bytes.count)
    guard count > 0 else {
      // EIO: the terminal is gone, or this process is in the background of it.
      hasEnded = count == 0 || (errno != EINTR && errno != EAGAIN)
      return []
    }
    rest += bytes.prefix(count)
    var lines: [String] = []
    while let end = rest.firstIndex(of: 10) {
      let line = String(decoding: rest[..<end], as: UTF8.self)
      lines.append(line.hasSuffix("\r") ? String(line.dropLast()) : line)
      rest.removeSubrange(...end)
    }
    if rest.count > Self.longest { rest = [] }
    return lines
  }
}
