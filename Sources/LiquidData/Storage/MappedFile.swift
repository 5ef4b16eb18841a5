import Foundation
import Liquid
import Synchronization

/// A file of values that is mapped into memory.
///
/// Nobody changes such a file once it is whole: a cache that is made anew is another file, and this one stays as long as it
/// is mapped.
final class MappedFile: Sendable {
  /// The name in the cache's folder; nil for a file that goes with the process.
  let name: String?
  /// Of all words of four bytes, where the file has a name.
  let checksum: String?
  let space: CacheSpace
  private let pages: MappedPages
  /// The block that was read last.
  private let block = Atomic<Int>(-1)

  var byteCount: Int { pages.byteCount }

  /// - Parameters:
  ///   - descriptor: may be closed afterwards.
  ///   - byteCount: above 0.
  init(
    descriptor: Int32, byteCount: Int, name: String?, checksum: String?, space: CacheSpace
  ) throws(DataError) {
    let base = mmap(nil, byteCount, PROT_READ, MAP_SHARED, descriptor, 0)
    guard let base, base != MAP_FAILED else { throw space.failure(errno) }
    pages = MappedPages(base: base, byteCount: byteCount)
    self.name = name
    self.checksum = checksum
    self.space = space
    space.budget.add(pages, of: self)
  }

  deinit {
    space.budget.remove(self)
    pages.unmap()
  }

  /// - Precondition: the file has the value.
  @inline(__always)
  func value<Element: BitwiseCopyable>(_ index: Int) -> Element {
    let start = index &* MemoryLayout<Element>.stride
    count(start)
    // Sound: a mapping begins with a page, so that each value is aligned.
    return pages.base.load(fromByteOffset: start, as: Element.self)
  }

  /// Appends values.
  ///
  /// - Precondition: the file has them.
  func copy<Element: BitwiseCopyable>(_ range: Range<Int>, to target: inout [Element]) {
    let stride = MemoryLayout<Element>.stride
    var start = range.lowerBound
    while start < range.upperBound {
      count(start * stride)
      let nextBlock = (start * stride / PageBudget.blockBytes + 1) * PageBudget.blockBytes
      let end = min(range.upperBound, nextBlock / stride)
      // Sound: as in `value`, and the file has all values before `end`.
      let first = (pages.base + start * stride).assumingMemoryBound(to: Element.self)
      target.append(contentsOf: UnsafeBufferPointer(start: first, count: end - start))
      start = end
    }
  }

  /// The checksum that the file has now.
  var computedChecksum: String {
    var sum = Checksum()
    for word in 0..<byteCount / 4 { sum.add(UInt64(value(word) as UInt32)) }
    return sum.text
  }

  @inline(__always)
  private func count(_ byte: Int) {
    let own = byte / PageBudget.blockBytes
    guard block.load(ordering: .relaxed) != own else { return }
    block.store(own, ordering: .relaxed)
    space.budget.countBlock()
  }
}
