import Foundation
import Synchronization
import Text

/// The lines of a file, a named pipe or standard input.
///
/// Without `follows` a file is read to its end, a pipe until its writer closes it. With it the reading goes on as that of
/// `tail -F`: with what is appended; from the start where the file was cut or replaced by another, after the rest of the
/// old one; and when it is there again after it was away. A pipe waits for its next writer. The last line of a file that is
/// not followed needs no line end.
///
/// ```swift
/// let source = FileSource(path: "readings.csv", follows: true)
/// try source.start(at: nil)
/// let batch = source.next(limit: 1_000, timeout: 1)
/// ```
public final class FileSource: QueuedSource {
  public let name: String
  let thread: SourceThread
  private let path: String?
  private let follows: Bool
  private let isPipe: Bool

  /// - Parameters:
  ///   - path: nil: standard input, of which there is one a process.
  ///   - overload: nil: wait.
  public init(
    path: String?, follows: Bool = false, overload: OverloadRule? = nil, limits: LineQueue.Limits = .init()
  ) {
    self.path = path
    self.follows = follows && path != nil
    name = path?.displayed ?? "standard input"
    thread = SourceThread(queue: LineQueue(limits: limits, rule: overload ?? .wait))
    var status = stat()
    isPipe = path.map { stat($0, &status) == 0 && status.st_mode & S_IFMT != S_IFREG } ?? true
  }

  deinit { stop() }

  /// True for files, not for pipes.
  public var isRewindable: Bool { !isPipe }

  public func start(at position: SourcePosition?) throws(LiveSourceError) {
    let descriptor: Int32
    if let path {
      descriptor = try Self.open(path, mayBeAbsent: follows)
    } else {
      descriptor = STDIN_FILENO
      guard isatty(descriptor) == 0 else {
        throw LiveSourceError("nothing is piped into standard input: put 'program |' before the command")
      }
    }
    let start = position ?? SourcePosition(offset: 0, line: 0)
    if isRewindable, descriptor >= 0, start.offset > 0 {
      try Self.seek(descriptor, to: start, name: name)
    }
    let reading = FileReading(
      path: path, name: name, follows: follows, isPipe: isPipe, descriptor: descriptor, start: start)
    let lent = Mutex<FileReading?>(reading)
    thread.start { thread in
      // The thread has it for itself.
      guard var reading = lent.withLock({ $0.take() }) else { return .stopped }
      defer { reading.close() }
      return reading.run(thread)
    }
  }

  /// - Returns: -1 where it is absent and may be.
  static func open(_ path: String, mayBeAbsent: Bool) throws(LiveSourceError) -> Int32 {
    // A pipe without a writer opens at once only this way.
    let descriptor = Foundation.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    if descriptor < 0 {
      if errno == ENOENT, mayBeAbsent { return -1 }
      let hint = errno == ENOENT ? ": check its name" : ""
      throw LiveSourceError("\(path.quoted) cannot be read: \(systemReason().lowercasedFirst)\(hint)")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw LiveSourceError("\(path.quoted) is a folder: name a file in it")
    }
    return descriptor
  }

  private static func seek(_ descriptor: Int32, to position: SourcePosition, name: String)
    throws(LiveSourceError)
  {
    var status = stat()
    guard fstat(descriptor, &status) == 0, Int(status.st_size) >= position.offset,
      lseek(descriptor, off_t(position.offset), SEEK_SET) >= 0
    else {
      close(descriptor)
      throw LiveSourceError(
        "'\(name)' has fewer bytes than the \(NumberText.grouped(position.offset)) that were read before: "
          + "it is another file now; start anew")
    }
  }
}

/// What the thread of a `FileSource` does.
private struct FileReading: Sendable {
  private let path: String?
  private let name: String
  private let follows: Bool
  private let isPipe: Bool
  private var descriptor: Int32
  private var splitter: LineSplitter
  /// Whether it was said that nothing is there.
  private var isAbsent = false
  private var block = [UInt8](repeating: 0, count: 1 << 16)

  /// Seconds between two looks at a file that is followed.
  private static let look = 0.02

  init(path: String?, name: String, follows: Bool, isPipe: Bool, descriptor: Int32, start: SourcePosition) {
    (self.path, self.name, self.follows, self.isPipe) = (path, name, follows, isPipe)
    self.descriptor = descriptor
    splitter = LineSplitter(at: start)
  }

  mutating func close() {
    if descriptor > STDIN_FILENO { _ = Foundation.close(descriptor) }
    descriptor = -1
  }

  mutating func run(_ thread: SourceThread) -> SourceEnding {
    while true {
      if descriptor < 0 {
        if let ending = waitForFile(thread) { return ending }
        continue
      }
      if isPipe, thread.wait(for: descriptor) == .stopped { return .stopped }
      let count = read(descriptor, &block, block.count)
      let code = errno
      if count > 0 {
        guard hand(count, to: thread) else { return .stopped }
      } else if count < 0 {
        if code == EINTR { continue }
        // The wait for a pipe that is not there yet ended without anything to read.
        if code == EAGAIN, thread.wait(for: descriptor, seconds: Self.look) != .stopped { continue }
        if thread.queue.isStopped { return .stopped }
        return .failed(
          LiveSourceError("'\(name)' cannot be read any more: \(systemReason(code).lowercasedFirst)"))
      } else if let ending = atEnd(thread) {
        return ending
      }
    }
  }

  /// Hands the lines of the block over; false once nobody wants them.
  private mutating func hand(_ count: Int, to thread: SourceThread) -> Bool {
    let arrival = arrivalTime()
    var lines: [SourceLine] = []
    block.withUnsafeBufferPointer {
      splitter.take(UnsafeBufferPointer(rebasing: $0[..<count]), arrival: arrival, into: &lines)
    }
    return thread.queue.addInParts(lines)
  }

  /// The last line, which had no line end.
  private mutating func handRest(to thread: SourceThread) {
    var lines: [SourceLine] = []
    splitter.finish(arrival: arrivalTime(), into: &lines)
    thread.queue.add(lines)
  }

  /// Nothing more can be read for now; returns why nothing ever will.
  private mutating func atEnd(_ thread: SourceThread) -> SourceEnding? {
    guard follows, let path else {
      handRest(to: thread)
      return .finished
    }
    if isPipe { return nextWriter(path, thread) }
    var (own, named) = (stat(), stat())
    guard fstat(descriptor, &own) == 0 else { return nil }
    if Int(own.st_size) < Int(lseek(descriptor, 0, SEEK_CUR)) {
      thread.queue.add(.note("'\(name)' was cut: it is read from its start"))
      lseek(descriptor, 0, SEEK_SET)
      splitter.restart(at: SourcePosition(offset: 0, line: 0))
      return nil
    }
    if stat(path, &named) != 0 {
      if !isAbsent { thread.queue.add(.interrupted("'\(name)' was moved or deleted: waiting for it")) }
      isAbsent = true
    } else if named.st_ino != own.st_ino || named.st_dev != own.st_dev {
      return replace(path, thread)
    } else if isAbsent {
      thread.queue.add(.returned("'\(name)' is there again"))
      isAbsent = false
    }
    return thread.wait(seconds: Self.look) == .stopped ? .stopped : nil
  }

  /// Another file has the name now: it is read after what the old one still has.
  private mutating func replace(_ path: String, _ thread: SourceThread) -> SourceEnding? {
    // What was written between the last look and the new name.
    while true {
      let count = read(descriptor, &block, block.count)
      guard count > 0 else { break }
      guard hand(count, to: thread) else { return .stopped }
    }
    handRest(to: thread)
    close()
    return nil
  }

  /// Opens the file once it is there.
  private mutating func waitForFile(_ thread: SourceThread) -> SourceEnding? {
    guard let path else { return .finished }
    do throws(LiveSourceError) {
      descriptor = try FileSource.open(path, mayBeAbsent: true)
    } catch {
      return .failed(error)
    }
    if descriptor >= 0 {
      splitter = LineSplitter()
      thread.queue.add(.returned("'\(name)' is a new file: it is read from its start"))
      isAbsent = false
      return nil
    }
    if !isAbsent { thread.queue.add(.interrupted("'\(name)' is not there: waiting for it")) }
    isAbsent = true
    return thread.wait(seconds: Self.look) == .stopped ? .stopped : nil
  }

  /// The writer of a pipe closed it.
  private mutating func nextWriter(_ path: String, _ thread: SourceThread) -> SourceEnding? {
    handRest(to: thread)
    // Opened anew before the old one is closed, so that nothing a new writer wrote is lost; a pipe that was opened before
    // its writer waits for one.
    let next: Int32
    do throws(LiveSourceError) {
      next = try FileSource.open(path, mayBeAbsent: true)
    } catch {
      return .failed(error)
    }
    close()
    descriptor = next
    thread.queue.add(.note("the writer of '\(name)' closed it: waiting for the next"))
    return nil
  }
}

extension String {
  /// A reason in the middle of a line.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
