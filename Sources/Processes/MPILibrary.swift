import Foundation
import Text

/// The functions of `liblnn-top-mpi.so`, the one part of lnn-top that is linked with MPI (`Tools/mpi`), loaded when they
/// are wanted: where MPI is not installed the program runs all the same.
struct MPILibrary: Sendable {
  /// Other numbers have other functions.
  private static let version: Int32 = 1

  private typealias Version = @convention(c) () -> Int32
  private typealias Start =
    @convention(c) (UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>) -> Int32
  private typealias Gather =
    @convention(c) (
      UnsafeRawPointer?, Int32, UnsafeMutableRawPointer?, UnsafePointer<Int32>, UnsafePointer<Int32>
    ) -> Int32
  private typealias Test = @convention(c) (UnsafeMutablePointer<Int32>) -> Int32
  private typealias Finish = @convention(c) () -> Int32
  private typealias Describe = @convention(c) (Int32, UnsafeMutablePointer<CChar>, Int32) -> Void

  private let start: Start
  private let beginGather: Gather
  private let test: Test
  private let finishAll: Finish
  private let describe: Describe

  /// - Parameter places: the paths where it may be; the first that exists is loaded.
  init(places: [String]) throws(MPIError) {
    guard let path = places.first(where: { access($0, R_OK) == 0 }) else { throw .missing(places) }
    // Open MPI's plug-ins look for its functions among those that all may see.
    guard let handle = dlopen(path, RTLD_NOW | RTLD_GLOBAL) else {
      throw .unloadable(path, dlerror().map { String(cString: $0) } ?? "")
    }
    func function<Function>(_ name: String, as _: Function.Type) throws(MPIError) -> Function {
      guard let address = dlsym(handle, "lnn_top_mpi_" + name) else { throw .otherVersion(path) }
      // The types are those of the functions of this version in Tools/mpi/lnn-top-mpi.c.
      return unsafeBitCast(address, to: Function.self)
    }
    guard try function("version", as: Version.self)() == Self.version else { throw .otherVersion(path) }
    start = try function("start", as: Start.self)
    beginGather = try function("gather", as: Gather.self)
    test = try function("test", as: Test.self)
    finishAll = try function("finish", as: Finish.self)
    describe = try function("describe", as: Describe.self)
  }

  /// Meets the other processes.
  func startAll() throws(MPIError) -> (rank: Int, size: Int) {
    var (rank, size): (Int32, Int32) = (0, 0)
    try check(start(&rank, &size))
    return (Int(rank), Int(size))
  }

  /// Begins to gather `counts[rank]` bytes of every process at `offsets[rank]` of `all`.
  ///
  /// `own` and `all` must stay where they are until `isDone`.
  func gather(
    _ own: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer, counts: [Int], offsets: [Int]
  ) throws(MPIError) {
    try check(
      beginGather(
        own.baseAddress, Int32(own.count), all.baseAddress, counts.map { Int32($0) },
        offsets.map { Int32($0) }))
  }

  /// Goes on with what was begun; true where nothing is left of it.
  func isDone() throws(MPIError) -> Bool {
    var isDone: Int32 = 0
    try check(test(&isDone))
    return isDone != 0
  }

  func finish() { _ = finishAll() }

  private func check(_ failure: Int32) throws(MPIError) {
    guard failure != 0 else { return }
    let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { text in
      guard let first = text.baseAddress else { return "" }
      describe(failure, first, Int32(text.count))
      return String(cString: first)
    }
    throw .failed(text)
  }
}

/// Why processes cannot work together.
package enum MPIError: Error, Sendable, Hashable {
  /// There is no library at any of these paths.
  case missing([String])
  case unloadable(String, String)
  /// The library at this path is not of this version of the program.
  case otherVersion(String)
  /// What MPI says.
  case failed(String)
}

extension MPIError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let places):
      "mpirun started several processes, but lnn-top's library for Open MPI is not built: 'make mpi' builds it"
        + (places.first.map { " (\($0.quoted) is not there)" } ?? "")
    case .unloadable(let path, let why):
      "\(path): \(why); 'make mpi' installs Open MPI and builds the library again"
    case .otherVersion(let path):
      "\(path) is of another version of lnn-top; 'make mpi' builds it again"
    case .failed(let text): "Open MPI: \(text)"
    }
  }
}
