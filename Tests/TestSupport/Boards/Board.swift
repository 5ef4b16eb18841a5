import Foundation

/// What an exported network's C is built for, and how: a processor, a compiler, its flags, and what runs the result.
///
/// `Tests/Boards` holds the C around the network; `make test-device` installs the tools.
package struct Board: Sendable, CustomStringConvertible {
  /// Where a program runs, which decides how it starts and prints; each is a folder in `Tests/Boards`.
  package enum Place: String, Sendable {
    /// A process under Linux, with a C library.
    case hosted
    /// A microcontroller without anything: qemu's MPS2 boards.
    case cortexM = "cortex-m"
    /// A process under Linux without a C library.
    case riscV = "riscv"
    case avr
    /// WebAssembly with WASI's calls, without a C library.
    case wasm
  }

  package let name: String
  package let place: Place
  /// A program on the path, or the toolchain's clang.
  package let compiler: String
  /// The processor, the optimisation and the language, for the network and for what drives it.
  package let flags: [String]
  /// What runs an image, with its arguments; the image's path follows. Empty: the image itself.
  package let runner: [String]
  /// A file of a library that comes in a package of its own, as the compiler is asked for it; nil: none is needed.
  package let library: String?
  /// How many steps are run where a test does not say: fewer where emulation is slow.
  package let steps: Int

  package init(
    _ name: String, _ place: Place, compiler: String, _ flags: String, runner: [String] = [],
    library: String? = nil, steps: Int = 1_000
  ) {
    (self.name, self.place, self.compiler, self.library, self.steps) = (name, place, compiler, library, steps)
    self.flags = flags.split(separator: " ").map(String.init)
    self.runner = runner
  }

  package var description: String { name }

  /// Where the C around the network is.
  package static let folder = packageFolder.appendingPathComponent("Tests/Boards").path

  static let packageFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// What this machine lacks for it, such as `qemu-arm`; empty where it can be used.
  package var missing: [String] {
    let tools = (linker == compiler ? [compiler] : [compiler, linker]) + runner.prefix(1)
    let absent = tools.filter { Tool.path(of: $0) == nil }
    guard absent.isEmpty, let library else { return absent }
    // The compiler answers with the path, or with the bare name where it has no such file.
    let target = flags.filter { $0.hasPrefix("-m") }
    let answer = try? Tool.run(compiler, target + ["-print-file-name=\(library)"]).output
    return answer?.contains("/") == true ? [] : ["\(library) of \(compiler)"]
  }
}
