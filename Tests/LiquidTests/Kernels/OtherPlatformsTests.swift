import Foundation
import TestSupport
import Testing

/// The C that the library brings along compiles for the platforms on which the tests do not run.
@Suite(.enabled(if: clang != nil, "the toolchain's clang is not found beside swift"))
struct OtherPlatformsTests {
  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../Sources").standardized.path

  private static let kernels: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: sources + "/CLiquidKernels")) ?? []
    return names.filter { $0.hasSuffix(".c") }.sorted()
  }()

  @Test(
    arguments: ["aarch64-unknown-linux-gnu", "arm64-apple-macosx15", "x86_64-apple-macosx15"], kernels)
  func aKernelCompiles(target: String, file: String) throws {
    try compile("\(Self.sources)/CLiquidKernels/\(file)", for: target)
  }

  @Test(arguments: ["aarch64-unknown-linux-gnu", "arm64-apple-macosx15", "x86_64-apple-macosx15"])
  func theSearchForFieldEndsCompiles(target: String) throws {
    let folder = try TemporaryFolder()
    // The one header that only a system has.
    try folder.write("#include <stddef.h>\nvoid *memcpy(void *, const void *, size_t);\n", to: "string.h")
    try folder.write(
      """
      #include "reading_field_ends.h"
      uint64_t field_ends(const uint8_t *bytes) { return reading_field_ends(bytes, ',', '"'); }
      """, to: "field_ends.c")
    try compile(
      folder.path("field_ends.c"), for: target, headers: [folder.path, "\(Self.sources)/CReading/include"])
  }

  @Test func thereAreKernels() { #expect(Self.kernels.count > 5) }

  /// Without a system's headers: the kernels need none but the compiler's own.
  private func compile(_ file: String, for target: String, headers: [String] = []) throws {
    let clang = try #require(clang)
    #expect(throws: Never.self, "\(file) for \(target)") {
      try ChildProcess.output(
        of: clang,
        ["-target", target, "-std=c11", "-ffreestanding", "-O2", "-Wall", "-Wextra", "-Werror"]
          + headers.map { "-I\($0)" } + ["-c", file, "-o", "/dev/null"])
    }
  }
}

private let clang = Toolchain.path(of: "clang")
