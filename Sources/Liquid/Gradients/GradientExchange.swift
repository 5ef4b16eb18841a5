/// Joins several processes that compute parts of the same batches.
///
/// Every process makes the same calls in the same order; a call returns when all of them have made it. Used by one thread
/// at a time. There is no error: a process that cannot go on without another one ends within the call.
package protocol GradientExchange: AnyObject, Sendable {
  /// This process among all, from 0. Process 0 decides what is done.
  var rank: Int { get }
  /// How many processes there are, at least 1.
  var size: Int { get }

  /// Gives every process the bytes of all.
  ///
  /// - Parameters:
  ///   - own: what this process gives, `sizes[rank]` bytes.
  ///   - sizes: how many bytes each process gives, `[size]`; all processes name the same numbers.
  ///   - all: receives the bytes of process 0, then those of process 1 and so on.
  func gather(_ own: [UInt8], sizes: [Int], into all: inout [UInt8])

  /// Ends the processes because they cannot go on together.
  ///
  /// - Parameter why: a clause for the person, such as `process 1 computed other weights than process 0`.
  func abandon(_ why: String) -> Never
}

extension GradientExchange {
  /// The part of `count` things that a process computes: neighbours, so that the parts one after the other are all of
  /// them in their order.
  package func share(of count: Int, rank: Int) -> Range<Int> {
    count * rank / size..<count * (rank + 1) / size
  }

  /// The bytes of every process, of whatever number.
  package func gather(_ own: [UInt8]) -> [[UInt8]] {
    let sizes = gatherSizes(own.count)
    var (all, found, place) = ([UInt8](), [[UInt8]](), 0)
    gather(own, sizes: sizes, into: &all)
    for size in sizes {
      found.append(Array(all[place..<place + size]))
      place += size
    }
    return found
  }

  /// The same as `gather`, a part after the other.
  ///
  /// - Parameters:
  ///   - all: of the size that it is to have.
  ///   - limit: the most bytes of a process at a time.
  package func gather(_ own: [UInt8], sizes: [Int], into all: inout [UInt8], limit: Int) {
    var part: [UInt8] = []
    for first in stride(from: 0, to: sizes.max() ?? 0, by: limit) {
      let counts = sizes.map { min(limit, max(0, $0 - first)) }
      gather(Array(own.dropFirst(first).prefix(limit)), sizes: counts, into: &part)
      var (begin, place) = (0, 0)
      for (size, count) in zip(sizes, counts) {
        all.replaceSubrange(
          begin + min(first, size)..<begin + min(first, size) + count, with: part[place..<place + count])
        begin += size
        place += count
      }
    }
  }

  /// How many bytes each process has, `[size]`.
  package func gatherSizes(_ own: Int) -> [Int] {
    var all: [UInt8] = []
    gather(
      withUnsafeBytes(of: Int64(own)) { Array($0) },
      sizes: Array(repeating: MemoryLayout<Int64>.size, count: size), into: &all)
    return all.withUnsafeBytes { bytes in
      (0..<size).map {
        Int(bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Int64>.size, as: Int64.self))
      }
    }
  }

  /// The bytes of process 0, in every process.
  ///
  /// - Parameter message: what process 0 says; the others' is not looked at.
  package func broadcast(_ message: [UInt8]) -> [UInt8] {
    // Most messages are short and need one call: their length and their first bytes.
    var header = [UInt8](repeating: 0, count: Self.headerSize)
    if rank == 0 {
      withUnsafeBytes(of: Int64(message.count)) { header.replaceSubrange(0..<$0.count, with: $0) }
      let first = message.prefix(Self.headerSize - MemoryLayout<Int64>.size)
      header.replaceSubrange(MemoryLayout<Int64>.size..<MemoryLayout<Int64>.size + first.count, with: first)
    }
    let told = fromFirst(header, count: Self.headerSize)
    let count = Int(told.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) })
    let begin = told.dropFirst(MemoryLayout<Int64>.size)
    guard count > begin.count else { return Array(begin.prefix(count)) }
    return begin + fromFirst(Array(message.dropFirst(begin.count)), count: count - begin.count)
  }

  /// What process 0 decided, in every process.
  package func decide(_ decision: Bool) -> Bool { fromFirst([decision ? 1 : 0], count: 1) == [1] }

  private static var headerSize: Int { 64 }

  private func fromFirst(_ message: [UInt8], count: Int) -> [UInt8] {
    var all: [UInt8] = []
    gather(
      rank == 0 ? message : [], sizes: [count] + Array(repeating: 0, count: size - 1), into: &all)
    return all
  }
}
