/// Collects values one after another: in memory, or in a file of a cache.
struct StoredBuilder<Element: BitwiseCopyable & Sendable> {
  let space: CacheSpace?
  /// All values, or those that are still to be written.
  private var recent: [Element] = []
  /// Made with the first values, since most columns change their mind about their kind before there are many.
  private var file: CacheFile?
  private var written = 0
  /// Why values could not be written; nothing is collected any more.
  private(set) var failure: DataError?

  /// - Parameter space: where values are written; nil: they are kept in memory.
  init(in space: CacheSpace? = nil) { self.space = space }

  init(_ values: [Element]) {
    self.init()
    recent = values
  }

  init(repeating value: Element, count: Int, in space: CacheSpace?) {
    self.init(in: space)
    append(repeating: value, count: count)
  }

  var count: Int { written + recent.count }

  /// All values.
  ///
  /// - Precondition: they are kept in memory.
  var inMemory: [Element] {
    precondition(space == nil, "values that are in a file")
    return recent
  }

  /// Those in memory; see `MemoryBudget`.
  var heldBytes: Int { recent.count * MemoryLayout<Element>.stride }

  /// Makes room in memory, where the values are kept there.
  mutating func reserve(_ count: Int) {
    if space == nil { recent.reserveCapacity(count) }
  }

  @inline(__always)
  mutating func append(_ value: Element) {
    recent.append(value)
    if let space, recent.count >= space.chunk { write() }
  }

  mutating func append(repeating value: Element, count: Int) {
    guard space != nil else {
      recent.append(contentsOf: repeatElement(value, count: count))
      return
    }
    for _ in 0..<count { append(value) }
  }

  mutating func append(contentsOf values: some Collection<Element>) {
    guard space != nil else {
      recent.append(contentsOf: values)
      return
    }
    for value in values { append(value) }
  }

  /// Has `body` append values to those in memory.
  mutating func append<Result>(by body: (inout [Element]) -> Result) -> Result {
    let result = body(&recent)
    if let space, recent.count >= space.chunk { write() }
    return result
  }

  private mutating func write() {
    guard let space, failure == nil else { return recent.removeAll() }
    do throws(DataError) {
      if file == nil { file = try CacheFile(in: space) }
      try file?.write(recent)
      written += recent.count
    } catch {
      failure = error
    }
    recent.removeAll(keepingCapacity: true)
  }

  /// The values. The builder must not be used any more.
  ///
  /// - Throws: where they could not be written.
  func finished() throws(DataError) -> Stored<Element> {
    if space == nil { return Stored(recent) }
    var all = self
    if !recent.isEmpty { all.write() }
    if let failure = all.failure { throw failure }
    guard let file = all.file else { return [] }
    return Stored(try file.mapped())
  }
}
