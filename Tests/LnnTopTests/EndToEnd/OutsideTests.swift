import Foundation
import TestSupport
import Testing

/// The programs of `Tests/Outside`, another package: what the library shows to strangers is enough to write them.
@Suite(
  "Programs of another package",
  .enabled(if: Toolchain.path(of: "swift") != nil, "there is no swift on the path"))
struct OutsideTests {
  @Test("the README's example prints a loss that falls")
  func learnsASine() throws {
    let lines = try Self.output(of: "learns-a-sine").split(separator: "\n")
    let losses = lines.compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
    #expect(losses.count == 3 && losses == losses.sorted(by: >) && losses[2] < 0.01, "\(lines)")
  }

  private static func output(of program: String) throws -> String {
    try ChildProcess.output(of: "\(try products.get())/\(program)", [])
  }

  /// The folder of the programs, built once. It is another folder than that of the package, which is locked while its
  /// tests run.
  private static let products = Result<String, any Error> {
    let package = Document.package.path
    let swift = try #require(Toolchain.path(of: "swift"))
    let folder = "\(package)/.build/outside"
    // The compiler's messages are in the build's output; a failure throws with what is written to standard error.
    _ = try ChildProcess.output(
      of: "/bin/sh",
      [
        "-c", #"exec "$@" >&2"#, "sh", swift, "build", "-c", "release", "--package-path",
        "\(package)/Tests/Outside", "--scratch-path", folder,
      ])
    return "\(folder)/release"
  }
}
