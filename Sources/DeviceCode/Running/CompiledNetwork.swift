import Foundation
import Liquid
import Text

/// The generated C of a network, built for this machine and running beside the program.
///
/// Used by one thread at a time.
package final class CompiledNetwork {
  /// What one step gave.
  package struct Answer: Sendable, Hashable {
    /// What `net_step` returned.
    package let result: Int32
    package let outputs: [Float]
  }

  /// What stands for missing values before a sequence goes on in the middle.
  package struct Known: Sendable, Hashable {
    /// Numbers as the network sees them.
    package let values: [Float]
    /// Levels, -1 for none.
    package let levels: [Int]

    package init(values: [Float], levels: [Int]) {
      self.values = values
      self.levels = levels
    }
  }

  private let process = Process()
  private let (requests, answers) = (Pipe(), Pipe())
  private let outputs: Int
  private let server: CServer

  /// Builds and starts it.
  ///
  /// - Parameter folder: where it is built; must exist.
  /// - Throws: where it cannot be built or started.
  package init(
    _ source: CSource, compiler: HostCompiler, options: [String] = ["-O2", "-std=c99"], folder: URL
  ) throws {
    server = CServer(source)
    outputs = source.interface.outputs.count
    for file in source.sources + [source.tablesHeader] {
      try Data(file.text.utf8).write(to: folder.appending(path: file.path))
    }
    try start(compiler, options: options, sources: folder, folder: folder)
  }

  /// Builds and starts what lies in a folder already.
  ///
  /// - Parameters:
  ///   - outputs: of a step.
  ///   - sources: the folder of the generated C.
  package init(
    _ names: CNames, outputs: Int, sources: URL, compiler: HostCompiler, folder: URL
  ) throws {
    server = CServer(names)
    self.outputs = outputs
    try start(compiler, options: ["-O2", "-std=c99"], sources: sources, folder: folder)
  }

  private func start(_ compiler: HostCompiler, options: [String], sources: URL, folder: URL) throws {
    try Data(server.text.utf8).write(to: folder.appending(path: "server.c"))
    let weights = sources.appending(path: "\(server.names.lower)_weights.c").path
    try compiler.run(
      options + ["-I", sources.path, "-o", "server", "server.c", weights], in: folder)
    process.executableURL = folder.appending(path: "server")
    process.standardInput = requests
    process.standardOutput = answers
    try process.run()
  }

  deinit {
    try? requests.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Runs a step.
  ///
  /// - Parameters:
  ///   - inputs: raw values; NaN where one is missing.
  ///   - elapsed: in the interface's unit.
  ///   - anew: whether the network begins anew before it.
  ///   - known: with `anew`, what was known before; the elapsed time counts then. Nil: nothing.
  /// - Throws: where the program has ended.
  package func step(
    _ inputs: [Float], elapsed: Float, anew: Bool = false, known: Known? = nil
  ) throws -> Answer {
    var flags: CServer.Flags = anew ? [.anew] : []
    var words: [UInt32] = []
    if let known {
      flags.formUnion([.continued, .known])
      words += known.values.prefix(server.numbers).map(\.bitPattern)
      words += known.levels.prefix(server.levels).map { Float($0).bitPattern }
    }
    words = [flags.rawValue] + words + inputs.map(\.bitPattern) + [elapsed.bitPattern]
    try requests.fileHandleForWriting.write(contentsOf: words.withUnsafeBytes { Data($0) })
    let answer = try read(words: 1 + outputs)
    return Answer(
      result: Int32(bitPattern: answer[0]), outputs: answer.dropFirst().map { Float(bitPattern: $0) })
  }

  private func read(words: Int) throws -> [UInt32] {
    var bytes = Data()
    while bytes.count < 4 * words {
      guard let more = try answers.fileHandleForReading.read(upToCount: 4 * words - bytes.count),
        !more.isEmpty
      else { throw ToolFailure(tool: "the compiled network", lines: ["it ended before it answered"]) }
      bytes += more
    }
    return bytes.withUnsafeBytes { buffer in
      (0..<words).map { buffer.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self) }
    }
  }
}
