/// Values of one kind in a row: in memory, or in a mapped file of a cache where they are more than memory holds.
///
/// A collection like an array, but for changing it. Reading values of a file keeps little of it in memory, in whatever
/// order they are read; see `PageBudget`.
///
/// - Complexity: a value is found in constant time. Of a file, it may have to come from disk.
public struct Stored<Element: BitwiseCopyable & Sendable>: RandomAccessCollection, Sendable {
  /// Empty where the values are in a file.
  private let array: [Element]
  /// Nil where the values are in memory.
  let file: MappedFile?
  /// The number of values.
  public let endIndex: Int
  /// 0, as of every array.
  public var startIndex: Int { 0 }

  /// Values in memory.
  public init(_ array: [Element]) {
    self.array = array
    file = nil
    endIndex = array.count
  }

  /// All values of a file.
  init(_ file: MappedFile) {
    array = []
    self.file = file
    endIndex = file.byteCount / MemoryLayout<Element>.stride
  }

  /// A value by its place.
  ///
  /// - Precondition: the place is one of `indices`.
  public subscript(index: Int) -> Element {
    guard let file else { return array[index] }
    precondition(indices.contains(index), "value \(index) of \(endIndex)")
    return file.value(index)
  }

  /// Of values in memory alone: those of a file must not be read past its budget.
  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result? {
    file == nil ? try array.withContiguousStorageIfAvailable(body) : nil
  }

  /// Appends the values at these places.
  func copy(_ range: Range<Int>, to target: inout [Element]) {
    guard let file else {
      target += array[range]
      return
    }
    precondition(range.lowerBound >= 0 && range.upperBound <= endIndex, "values \(range) of \(endIndex)")
    file.copy(range, to: &target)
  }

  /// Where values that are made of these are written; nil: in memory, as these are.
  var space: CacheSpace? { file?.space }

  /// Other values made of these one by one, which are where these are.
  func converted<Other>(_ convert: (Element) -> Other) throws(DataError) -> Stored<Other> {
    guard let space else { return Stored<Other>(array.map(convert)) }
    var builder = StoredBuilder<Other>(in: space)
    for value in self { builder.append(convert(value)) }
    return try builder.finished()
  }

  /// The same values in a file, if they are not in one.
  func moved(to space: CacheSpace) throws(DataError) -> Stored {
    if file != nil { return self }
    var builder = StoredBuilder<Element>(in: space)
    builder.append(contentsOf: self)
    return try builder.finished()
  }

  /// The values of several lists one after another.
  static func joining(_ pieces: [Stored]) throws(DataError) -> Stored {
    if pieces.count == 1 { return pieces[0] }
    var builder = StoredBuilder<Element>(in: pieces.lazy.compactMap(\.space).first)
    for piece in pieces { builder.append(contentsOf: piece) }
    return try builder.finished()
  }
}

extension Stored: ExpressibleByArrayLiteral {
  /// Values in memory.
  public init(arrayLiteral elements: Element...) { self.init(elements) }
}

extension Stored: Equatable where Element: Equatable {
  /// Whether both have equal values in the same order, wherever they are.
  public static func == (left: Stored, right: Stored) -> Bool { left.elementsEqual(right) }
}
