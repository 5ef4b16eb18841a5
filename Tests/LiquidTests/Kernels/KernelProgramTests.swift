import Foundation
import TestSupport
import Testing

/// `Tests/Arm` checks every kernel beside a reference in C, so that it runs where no Swift does: here as it is built for
/// this machine, and for ARM64 where QEMU and Debian's cross compiler are installed (`make test-arm` installs them).
@Suite(.enabled(if: Toolchain.path(of: "clang") != nil, "the toolchain's clang is not found beside swift"))
struct KernelProgramTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../..").standardized.path

  private static let canRunARM64: Bool = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return ["qemu-aarch64", "aarch64-linux-gnu-gcc"].allSatisfy { program in
      folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
    }
  }()

  @Test func kernelsAgreeWithTheirReferencesAndTrainANetwork() throws {
    try expectAllRight(run("native"))
  }

  @Test(.enabled(if: canRunARM64, "qemu-aarch64 and aarch64-linux-gnu-gcc are not both installed"))
  func kernelsAgreeWithTheirReferencesAndTrainANetworkOnARM64() throws {
    try expectAllRight(run("arm64"))
  }

  @Test(.enabled(if: canRunARM64, "qemu-aarch64 and aarch64-linux-gnu-gcc are not both installed"))
  func vectorsSaveTwoThirdsOfTheInstructionsOnARM64() throws {
    let names = [
      "liquid_ltc_substep", "liquid_synapse_gradient", "liquid_dense", "liquid_dense_weight_gradient",
    ]
    let table = try run("count", names)
    for name in names {
      let line = try #require(table.split(separator: "\n").first { $0.contains("`\(name)`") }, "\(table)")
      let counts = line.split(separator: "|").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
      try #require(counts.count == 2, "\(line)")
      #expect(counts[1] > 3 * counts[0], "\(line)")
    }
  }

  /// Every kernel that a header declares has a line, and none of them is wrong.
  private func expectAllRight(_ output: String) throws {
    let declared = try Self.declaredKernels()
    try #require(declared.count > 30)
    let checked = Set(
      output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) })
    #expect(declared.subtracting(checked).isEmpty, "\(output)")
    #expect(output.contains("training an LTC") && !output.contains("WRONG"), "\(output)")
  }

  private static func declaredKernels() throws -> Set<String> {
    let headers = root + "/Sources/CLiquidKernels/include"
    let names = try FileManager.default.contentsOfDirectory(atPath: headers).filter { $0.hasSuffix(".h") }
    let texts = try names.map { try String(contentsOfFile: "\(headers)/\($0)", encoding: .utf8) }
    return Set(texts.flatMap { $0.matches(of: /(?m)^void (liquid_\w+)\(/).map { String($0.1) } })
  }

  private func run(_ command: String, _ names: [String] = []) throws -> String {
    let folder = try TemporaryFolder()
    return try ChildProcess.output(
      of: "/bin/sh", [Self.root + "/Tests/Arm/run.sh", command, folder.path("built")] + names)
  }
}
