import Text

/// Where the lines of a stream come from: a file, a pipe, a connection, a broker, a device.
///
/// A source reads on a thread of its own and hands over what it has in batches; the reader pulls them. What it cannot wait
/// with it drops, and counts.
public protocol LiveSource: AnyObject, Sendable {
  /// What a person calls it, such as `mqtt://localhost/plant/#`.
  var name: String { get }
  /// Whether it can be read again from a `SourcePosition`.
  var isRewindable: Bool { get }

  /// Begins to read.
  ///
  /// - Parameter position: where to go on; nil: from the start, or from now on where there is no start. A source that
  ///   is not rewindable only counts on from it.
  /// - Throws: where it is not there, or cannot go on from the position.
  func start(at position: SourcePosition?) throws(LiveSourceError)

  /// What came since the last call.
  ///
  /// - Parameters:
  ///   - limit: lines at most.
  ///   - timeout: seconds to wait where there is nothing; 0: not at all.
  func next(limit: Int, timeout: Double) -> SourceBatch

  /// Ends a wait in `next` of another thread.
  func wake()

  /// Ends the reading. Nothing comes after it.
  func stop()
}

/// What a source handed over.
public struct SourceBatch: Sendable {
  public var lines: [SourceLine] = []
  /// What a person should hear of, in the order in which it happened: a broker that went away or came back.
  public var news: [SourceNews] = []
  /// Why nothing more comes, after `lines`; nil: more may come.
  public var ending: SourceEnding?
  /// Lines that wait in the source.
  public var backlog = 0
  /// Lines dropped since the start, because the reader was slower than they came.
  public var dropped = 0

  public init() {}
}

/// A line, or a message of a broker, as it came.
public struct SourceLine: Sendable, Hashable {
  /// Without its line end.
  public var text: String
  /// When it arrived: seconds since 1970.
  public var arrival: Double
  /// Where a source that is read again goes on after this line.
  public var position: SourcePosition
  /// The topic of a broker's message; nil elsewhere.
  public var topic: String?
  /// Whether it was longer than a megabyte, and `text` is only its beginning.
  public var isCut: Bool

  public init(
    text: String, arrival: Double, position: SourcePosition, topic: String? = nil, isCut: Bool = false
  ) {
    self.text = text
    self.arrival = arrival
    self.position = position
    self.topic = topic
    self.isCut = isCut
  }
}

/// A place in a source: the bytes of a file before it, and how many lines those were.
public struct SourcePosition: Sendable, Hashable, Codable {
  public var offset: Int
  public var line: Int

  public init(offset: Int, line: Int) {
    self.offset = offset
    self.line = line
  }
}

/// Something that happened to a source.
public enum SourceNews: Sendable, Hashable {
  /// Nothing comes for now, and why: a broker that went away, a file that was moved.
  case interrupted(String)
  /// It is there again.
  case returned(String)
  /// Anything else worth a line.
  case note(String)
}

/// Why nothing more comes.
public enum SourceEnding: Sendable, Hashable {
  /// It was read to its end, or the other side closed it.
  case finished
  case stopped
  case failed(LiveSourceError)
}

/// Why a source cannot be read, with what to do about it.
public struct LiveSourceError: WordedError, Hashable {
  /// One line, such as `no broker answers at localhost:1883: …`.
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
