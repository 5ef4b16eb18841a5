/// Spreads the shards of a batch over the processes of a `GradientExchange`: each computes its share and has them all
/// afterwards, so that what is made of them is the same in every process, and the same as in a process alone.
final class ShardExchange {
  let processes: any GradientExchange
  private let parts: GradientParts
  private var own: [UInt8] = []
  private var all: [UInt8] = []

  init(_ processes: any GradientExchange, _ parts: GradientParts) {
    (self.processes, self.parts) = (processes, parts)
  }

  /// The shards that this process computes.
  func share(of count: Int) -> Range<Int> { processes.share(of: count, rank: processes.rank) }

  /// Fills the shards that other processes computed.
  ///
  /// - Parameter shards: those of the batch; this process's share is computed.
  func gather(_ shards: ArraySlice<ShardResult>) {
    own.removeAll(keepingCapacity: true)
    for shard in share(of: shards.count) { shards[shard].write(to: &own) }
    // Without sparse tensors every shard is as long as any other.
    let sizes =
      parts.sparse.isEmpty
      ? shares(of: shards.count).map { $0.count * ShardResult.denseSize(parts) }
      : processes.gatherSizes(own.count)
    processes.gather(own, sizes: sizes, into: &all)
    var place = 0
    all.withUnsafeBytes { bytes in
      for (rank, share) in shares(of: shards.count).enumerated() {
        if rank == processes.rank {
          place += sizes[rank]
        } else {
          for shard in share { shards[shard].read(bytes, from: &place) }
        }
      }
    }
  }

  /// Fills the outputs that other processes computed.
  ///
  /// - Parameters:
  ///   - outputs: of all sequences, of which this process's share of the shards is computed.
  ///   - size: outputs of a shard; the last may have fewer.
  func gather(outputs: inout [Float], shards: Int, size: Int) {
    let count = outputs.count
    let ranges = shares(of: shards).map {
      min(count, $0.lowerBound * size)..<min(count, $0.upperBound * size)
    }
    own.removeAll(keepingCapacity: true)
    outputs[ranges[processes.rank]].withUnsafeBytes { own.append(contentsOf: $0) }
    processes.gather(own, sizes: ranges.map { $0.count * MemoryLayout<Float>.size }, into: &all)
    // The shares are neighbours: what was gathered is the whole.
    all.withUnsafeBytes { bytes in outputs.withUnsafeMutableBytes { $0.copyMemory(from: bytes) } }
  }

  private func shares(of count: Int) -> [Range<Int>] {
    (0..<processes.size).map { processes.share(of: count, rank: $0) }
  }
}

extension ShardResult {
  /// Bytes of a shard without sparse tensors.
  static func denseSize(_ parts: GradientParts) -> Int {
    MemoryLayout<Double>.size + parts.dense.reduce(0) { $0 + $1.count } * MemoryLayout<Float>.size
  }

  /// Appends the loss, what is dense, and of each sparse tensor the rows that may not be 0.
  func write(to bytes: inout [UInt8]) {
    func append(_ number: some BitwiseCopyable) {
      withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }
    func append(_ range: Range<Int>) {
      gradient[range].withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    append(loss)
    for range in parts.dense { append(range) }
    for (tensor, rows) in zip(parts.sparse, touchedRows) {
      append(Int64(rows.count))
      for first in rows {
        append(Int64(first))
        append(first..<first + tensor.width)
      }
    }
  }

  /// Takes what another process wrote; the rows of the sparse tensors are 0 before.
  func read(_ bytes: UnsafeRawBufferPointer, from place: inout Int) {
    func next<Number: BitwiseCopyable>(_: Number.Type) -> Number {
      defer { place += MemoryLayout<Number>.size }
      return bytes.loadUnaligned(fromByteOffset: place, as: Number.self)
    }
    func read(_ range: Range<Int>) {
      let size = range.count * MemoryLayout<Float>.size
      gradient[range].withUnsafeMutableBytes {
        $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[place..<place + size]))
      }
      place += size
    }
    loss = next(Double.self)
    for range in parts.dense { read(range) }
    for (index, tensor) in parts.sparse.enumerated() {
      let rows = (0..<next(Int64.self)).map { _ in
        let first = Int(next(Int64.self))
        read(first..<first + tensor.width)
        return first
      }
      touch(rows, ofTensor: index)
    }
  }
}
