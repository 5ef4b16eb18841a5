import Dispatch
import Synchronization
import Telemetry

/// Records a run into one file. `receive` only appends to a buffer; a serial queue commits it at least once a
/// second.
///
/// Whatever was received is in the file once `close` returned. A killed process leaves a file that lacks at
/// most the last second. Where recording becomes impossible (disk full, file removed) it stops for good,
/// `failure` says why, and training goes on.
public final class RunRecorder: FrameSink {
  /// What is recorded, and how often.
  public struct Options: Sendable, Hashable {
    /// Seconds of run time between two frames that are not key frames, at least; in long runs a
    /// two-thousandth of the elapsed time where that is more. 0 keeps every frame. Scalars, events and key
    /// frames are always kept.
    public var frameInterval = 0.5
    /// How many checkpoints of each kind keep their model bytes, at least 1; nil keeps all.
    public var checkpointsKept: Int? = 3
    /// Bytes beyond which frames that are not key frames are dropped, old and new alike; nil lets the file grow.
    /// `FrameRetention` says what is always kept.
    public var sizeBudget: Int? = 160 << 20
    /// The fingerprint of the data, for resuming the run later; nil where there is none.
    public var fingerprint: String?
    /// Seconds between two commits while messages come in.
    package var commitInterval = 0.5

    public init() {}
  }

  private struct Buffer {
    var pending: [Message] = []
    var decimation: FrameDecimation
    var isScheduled = false
    var isClosed = false
    var failure: RunStoreError?
    var onFailure: (@Sendable (RunStoreError) -> Void)?
  }

  public let path: String
  private let buffer: Mutex<Buffer>
  /// Only locked on `queue` or where nobody else can hold it, so it never blocks; it makes the exclusive use provable.
  private let writer: Mutex<RunWriter?>
  private let queue = DispatchQueue(label: "lnn-top.recorder", qos: .utility)

  private let options: Options
  private var commitInterval: Double { options.commitInterval }
  /// Seconds between two looks after the file.
  private static let lookInterval = 0.5
  /// Seconds between two heartbeats while none come in (a paused run).
  static let heartbeatInterval = 10.0

  /// Makes the file and writes the description.
  ///
  /// - Parameter overwrite: replaces a run of the same name. A file that is not a run is never replaced.
  /// - Throws: where the directory does not exist, the file cannot be made, or the name is taken.
  public init(
    path: String, description: RunDescription, overwrite: Bool = false, options: Options = Options()
  ) throws(RunStoreError) {
    writer = Mutex(
      try RunWriter(path: path, description: description, overwrite: overwrite, options: options))
    self.path = path
    self.options = options
    buffer = Mutex(Buffer(decimation: FrameDecimation(interval: options.frameInterval)))
    scheduleLook()
  }

  /// Continues recording an existing run after one of its checkpoints, in the same file.
  ///
  /// Scalars, frames, events and checkpoints that were recorded after it are dropped, and so is the outcome: training makes
  /// them again. Where this throws nothing was dropped.
  ///
  /// - Parameter sequence: the checkpoint's key, from `RunReader.newestResumable()` or `CheckpointEntry.id`; 0 for a run
  ///   without a step, which starts again.
  /// - Parameter description: replaces the run's, such as where more steps are planned now; nil leaves it.
  /// - Throws: where a living process records the run, it cannot be written to or is damaged, or the checkpoint is not
  ///   there or lacks its training state.
  public init(
    resuming path: String, at sequence: Int, description: RunDescription? = nil, options: Options = Options()
  ) throws(RunStoreError) {
    writer = Mutex(try RunWriter(resuming: path, at: sequence, description: description, options: options))
    self.path = path
    self.options = options
    let (level, last) = writer.withLock { ($0?.retentionLevel ?? 0, $0?.lastFrame) }
    buffer = Mutex(
      Buffer(decimation: FrameDecimation(interval: options.frameInterval, level: level, last: last)))
    scheduleLook()
  }

  deinit {
    // Nobody else holds a reference, so the queue has nothing left to do. Where `close` was not called the rest is written
    // here, and there is nobody to report a failure to.
    finish()
  }

  /// Why recording stopped; nil while all is well.
  public var failure: RunStoreError? { buffer.withLock { $0.failure } }

  /// Sets what is called once, on the recorder's queue, where recording stops for good before it is closed.
  public func setOnFailure(_ onFailure: @escaping @Sendable (RunStoreError) -> Void) {
    buffer.withLock { $0.onFailure = onFailure }
  }

  public func receive(_ message: Message) {
    let needsCommit = buffer.withLock { buffer -> Bool in
      guard buffer.failure == nil, !buffer.isClosed else { return false }
      if case .frame(let frame, let isKey) = message, !buffer.decimation.keeps(frame, isKey: isKey) {
        return false
      }
      buffer.pending.append(message)
      guard !buffer.isScheduled else { return false }
      buffer.isScheduled = true
      return true
    }
    guard needsCommit else { return }
    queue.asyncAfter(deadline: .now() + commitInterval) { self.commit(isHeartbeat: false) }
  }

  /// Writes what is left, completes the file and closes it. Later messages are ignored, a second call has no
  /// effect. Waits for the disk.
  ///
  /// - Throws: what stopped the recording, if something did.
  public func close() throws(RunStoreError) {
    buffer.withLock { $0.isClosed = true }
    queue.sync { finish() }
    if let failure { throw failure }
  }

  /// Writes what was received so far now instead of when it is due.
  package func commitNow() { queue.sync { commit(isHeartbeat: false) } }

  /// Looks after the file also while nothing is to be written: until another file in its place is noticed, SQLite would apply
  /// to it what lies beside.
  private func scheduleLook(_ count: Int = 1) {
    queue.asyncAfter(deadline: .now() + Self.lookInterval) { [weak self] in
      guard let self, !self.buffer.withLock({ $0.isClosed || $0.failure != nil }) else { return }
      let isBeat = Double(count) * Self.lookInterval >= Self.heartbeatInterval
      if isBeat { self.commit(isHeartbeat: true) } else { self.look() }
      self.scheduleLook(isBeat ? 1 : count + 1)
    }
  }

  private func look() {
    writer.withLock { writer in
      do throws(RunStoreError) {
        try writer?.checkPlace()
      } catch {
        stop(&writer, error)
      }
    }
  }

  private func commit(isHeartbeat: Bool) {
    let messages = takePending()
    guard !messages.isEmpty || isHeartbeat else { return }
    writer.withLock { writer in
      do throws(RunStoreError) {
        try write(messages, &writer)
        if let level = writer?.retentionLevel { buffer.withLock { $0.decimation.level = level } }
      } catch {
        stop(&writer, error)
      }
    }
  }

  private func finish() {
    let messages = takePending()
    writer.withLock { writer in
      guard writer != nil else { return }
      do throws(RunStoreError) {
        if !messages.isEmpty { try write(messages, &writer) }
        try writer?.finish()
        writer = nil
      } catch {
        stop(&writer, error)
      }
    }
  }

  /// Commits messages. Where the run is lengthened among them the file is completed there, and opened again as that of any
  /// run that is resumed at its newest checkpoint, which is its final one.
  private func write(_ messages: [Message], _ writer: inout RunWriter?) throws(RunStoreError) {
    var rest = messages[...]
    while let place = rest.firstIndex(where: \.isLengthening), case .lengthened(let description) = rest[place]
    {
      try writer?.write(Array(rest[..<place]))
      try writer?.finish()
      writer = nil
      let sequence = try RunReader(path: path).newestResumable()?.sequence ?? 0
      writer = try RunWriter(resuming: path, at: sequence, description: description, options: options)
      rest = rest[(place + 1)...]
    }
    try writer?.write(Array(rest))
  }

  private func takePending() -> [Message] {
    buffer.withLock { buffer in
      buffer.isScheduled = false
      defer { buffer.pending = [] }
      return buffer.pending
    }
  }

  /// Closes the file and keeps the first reason.
  private func stop(_ writer: inout RunWriter?, _ error: RunStoreError) {
    // Completes the file as far as possible; only the reason for stopping is reported.
    try? writer?.finish()
    writer = nil
    let onFailure = buffer.withLock { buffer in
      let isFirst = buffer.failure == nil && !buffer.isClosed
      buffer.failure = buffer.failure ?? error
      buffer.pending = []
      return isFirst ? buffer.onFailure : nil
    }
    onFailure?(error)
  }
}

extension Message {
  fileprivate var isLengthening: Bool { if case .lengthened = self { true } else { false } }
}
