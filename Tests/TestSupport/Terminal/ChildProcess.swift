import Foundation
import Glibc

/// Programs run by tests.
public enum ChildProcess {
  /// What a program writes to standard output; a failure throws with what it wrote to standard error.
  ///
  /// Foundation's `Process` is no use here: it takes a child to run for as long as a server that the child started.
  /// For the same reason the output goes to files and not to pipes.
  public static func output(of executable: String, _ arguments: [String]) throws -> String {
    let stem = FileManager.default.temporaryDirectory.appendingPathComponent("child-\(UUID().uuidString)")
      .path
    let (output, error) = ("\(stem).out", "\(stem).err")
    defer {
      unlink(output)
      unlink(error)
    }
    let process = try spawn([executable] + arguments, output: output, error: error)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    guard status == 0 else {
      throw TmuxError.failed(
        command: "\(executable) \(arguments.joined(separator: " "))",
        message: (try? String(contentsOfFile: error, encoding: .utf8)) ?? "")
    }
    return String(decoding: try Data(contentsOf: URL(fileURLWithPath: output)), as: UTF8.self)
  }

  /// The path of a program of this package, which lies beside the test bundle.
  public static func path(ofProduct name: String) -> String {
    let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return bundle.deletingLastPathComponent().appendingPathComponent(name).path
  }

  private static func spawn(_ arguments: [String], output: String, error: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, error, flags, 0o600)
    // Dispatch's threads, on which tests run, block every signal; what they start must not inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    let failure = posix_spawn(&process, arguments[0], &actions, &attributes, &words, currentEnvironment)
    guard failure == 0 else {
      throw TmuxError.failed(command: arguments[0], message: String(cString: strerror(failure)))
    }
    return process
  }

  // Tests do not change their environment, so sharing the C library's array is sound.
  nonisolated(unsafe) private static let currentEnvironment = environ
}
