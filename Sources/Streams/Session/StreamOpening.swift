import Foundation
import LiquidData
import Text

/// A stream whose first rows were read, so that it is known what is in it.
///
/// Used by one thread at a time, the one that opened it and then the worker; only `source` is shared.
// Sendable is sound: the reader and the rows are used by the opening thread until the worker starts, and by the worker
// alone after that; the source takes care of itself.
public final class StreamOpening: @unchecked Sendable {
  public let source: any LiveSource
  public let reader: LineReader
  /// What is learnt; settled with the layout.
  public private(set) var task: StreamTask
  private let settle: @Sendable (_ targetHasWords: Bool) -> StreamTask
  /// Whether the moment at which a row arrives is its time: not where a file is read as fast as it goes.
  public let arrivalCounts: Bool
  private var waiting: [LiveRow] = []
  private var ending: SourceEnding?
  /// What happened while the first rows were read.
  private var news: [SourceNews] = []
  public private(set) var layout: RowLayout?
  private let trained: TrainedLayout?
  private let dates: FieldReader

  /// - Parameters:
  ///   - layout: that of an earlier run that goes on; nil: the first rows decide.
  ///   - trained: what a trained network knows of its data; nil: the first rows decide.
  ///   - settle: the task, once it is known whether the target has words.
  /// - Throws: where the source is not there.
  public init(
    source: any LiveSource, reader: LineReader, arrivalCounts: Bool, layout: RowLayout? = nil,
    trained: TrainedLayout? = nil,
    settle: @escaping @Sendable (_ targetHasWords: Bool) -> StreamTask
  ) throws {
    self.source = source
    self.reader = reader
    self.layout = layout
    self.trained = trained
    self.settle = settle
    task = settle(false)
    self.arrivalCounts = arrivalCounts
    dates = try FieldReader(ReadingOptions(), file: source.name)
    try source.start(at: nil)
  }

  /// What a trained network brings along.
  public struct TrainedLayout: Sendable {
    public var schema: DataSchema
    /// Whether it learns on, and not only watches.
    public var learns: Bool
    /// Whether it runs beside a device that has the same network.
    public var isTwin: Bool

    public init(schema: DataSchema, learns: Bool, isTwin: Bool = false) {
      self.schema = schema
      self.learns = learns
      self.isTwin = isTwin
    }
  }

  /// Seconds after the first row within which further ones may show what is in the stream.
  private static let patience = 2.0

  /// Reads the first rows and decides from them what is what.
  ///
  /// - Parameter shouldGoOn: asked now and then while nothing comes.
  /// - Returns: false where it was to stop before there was a row.
  /// - Throws: `StreamTaskError` where the rows do not have what is asked for; `LiveSourceError` where the source ended
  ///   without a row.
  public func readHead(now: () -> Double, shouldGoOn: () -> Bool) throws -> Bool {
    var deadline: Double?
    while waiting.count < RowLayout.headRows, ending == nil, now() < deadline ?? .infinity {
      guard shouldGoOn() else { return false }
      take(source.next(limit: RowLayout.headRows - waiting.count, timeout: 0.1))
      if deadline == nil, !waiting.isEmpty { deadline = now() + Self.patience }
    }
    for index in waiting.indices { waiting[index].isOfHead = true }
    guard !waiting.isEmpty else {
      if case .failed(let error)? = ending { throw error }
      throw LiveSourceError("\(source.name.quoted) ended without a row that can be read\(firstProblem)")
    }
    if let layout {
      task = settle(layout.classes > 0)
      return true
    }
    if let trained {
      layout = try RowLayout(
        trained: trained.schema, columns: reader.columns, learns: trained.learns, isTwin: trained.isTwin)
      return true
    }
    task = settle(RowLayout.targetHasWords(task, columns: reader.columns, head: waiting))
    let place = task.time.flatMap { reader.columns.firstIndex(of: $0) }
    layout = try RowLayout(
      task: task, columns: reader.columns, head: waiting,
      timeUnit: LiveEncoder.meanStep(waiting, timePlace: place, dates: dates, arrivalCounts: arrivalCounts))
    return true
  }

  private var firstProblem: String { reader.drainNews().first.map { ": \($0)" } ?? "" }

  /// What came since the last call, read.
  public struct Rows: Sendable {
    public var rows: [LiveRow] = []
    public var news: [SourceNews] = []
    public var ending: SourceEnding?
    public var backlog = 0
    public var dropped = 0
  }

  /// The next rows, those of the head first.
  public func next(limit: Int, timeout: Double) -> Rows {
    var result = Rows()
    if waiting.isEmpty, ending == nil { result = take(source.next(limit: limit, timeout: timeout)) }
    (result.rows, waiting) = (waiting, [])
    (result.news, news) = (news, [])
    result.ending = ending
    return result
  }

  /// Reads over the rows up to a position where an earlier run stood.
  ///
  /// - Parameter shouldGoOn: asked now and then.
  /// - Returns: false where the source ends before it, or nothing more comes, or it was to stop.
  public func skip(to position: SourcePosition, now: () -> Double, shouldGoOn: () -> Bool) -> Bool {
    var deadline = now() + Self.patience
    while shouldGoOn(), now() < deadline {
      let batch = next(limit: 4096, timeout: 0.1)
      if !batch.rows.isEmpty { deadline = now() + Self.patience }
      let later = batch.rows.filter { $0.position.line > position.line }
      if !later.isEmpty || batch.rows.last?.position == position {
        waiting = later
        ending = batch.ending
        return batch.rows.contains { $0.position == position }
      }
      if batch.ending != nil { return false }
    }
    return false
  }

  @discardableResult
  private func take(_ batch: SourceBatch) -> Rows {
    for line in batch.lines {
      if case .row(let row) = reader.read(line) { waiting.append(row) }
    }
    news += batch.news + reader.drainNews().map { .note($0) }
    ending = batch.ending ?? ending
    var rows = Rows()
    rows.backlog = batch.backlog
    rows.dropped = batch.dropped
    return rows
  }

  public var brokenLines: Int { reader.broken.values.reduce(0, +) }
}
