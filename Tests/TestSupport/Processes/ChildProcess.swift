import Foundation
import Glibc

/// A program that a test runs. It is killed where the test forgets it.
///
/// Foundation's `Process` is no use here: it takes a child to run for as long as a server that the child started.
package final class ChildProcess {
  package let id: pid_t
  private var ending: Int32?

  /// - Parameters:
  ///   - folder: where it runs; nil for where the tests do.
  ///   - input: the file that standard input comes from; nil for none.
  ///   - output: the file that standard output goes to, such as a named pipe that is being read; nil for none.
  ///   - messages: the same for standard error.
  package init(
    _ executable: String, _ arguments: [String], in folder: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment, input: String? = nil,
    output: String? = nil,
    messages: String? = nil
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input ?? "/dev/null", O_RDONLY, 0)
    for (number, path) in [(STDOUT_FILENO, output), (STDERR_FILENO, messages)] {
      posix_spawn_file_actions_addopen(
        &actions, number, path ?? "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    // Dispatch's threads, on which tests run, block every signal; what they start must not inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    // Nor what a part of the program that a test called ignores.
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    // The call that sets a folder is not to be seen from Swift.
    let line = (folder.map { ["/usr/bin/env", "-C", $0] } ?? []) + [executable] + arguments
    var words: [UnsafeMutablePointer<CChar>?] = line.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var id: pid_t = 0
    let failure = posix_spawn(&id, line[0], &actions, &attributes, &words, &variables)
    guard failure == 0 else {
      throw ChildProcessFailure(command: executable, message: String(cString: strerror(failure)))
    }
    self.id = id
  }

  deinit {
    if isRunning { end(by: SIGKILL) }
  }

  package var isRunning: Bool {
    if ending == nil { look(WNOHANG) }
    return ending == nil
  }

  /// Waits for the end; returns the exit status, or 128 and the number of the signal that ended the program.
  @discardableResult
  package func wait() -> Int32 {
    while true {
      if let ending { return ending }
      look(0)
    }
  }

  /// Sends a signal and waits for the end.
  @discardableResult
  package func end(by signal: Int32) -> Int32 {
    if isRunning { kill(id, signal) }
    return wait()
  }

  private func look(_ options: Int32) {
    var status: Int32 = 0
    guard waitpid(id, &status, options) == id else { return }
    let signal = status & 0x7F
    ending = signal == 0 ? status >> 8 & 0xFF : 128 + signal
  }

  /// The path of a program of this package, which lies beside the test bundle.
  package static func path(ofProduct name: String) -> String {
    let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return bundle.deletingLastPathComponent().appendingPathComponent(name).path
  }

  /// What a program writes to standard output; a failure throws with what it wrote to standard error.
  ///
  /// - Parameter input: the file that standard input comes from; nil for none.
  package static func output(
    of executable: String, _ arguments: [String], input: String? = nil
  ) throws -> String {
    let folder = try TemporaryFolder()
    let (output, messages) = (folder.path("output"), folder.path("messages"))
    let process = try ChildProcess(
      executable, arguments, input: input, output: output, messages: messages)
    guard process.wait() == 0 else {
      throw ChildProcessFailure(
        command: executable + " " + arguments.joined(separator: " "),
        message: (try? String(contentsOfFile: messages, encoding: .utf8)) ?? "")
    }
    return String(decoding: try Data(contentsOf: URL(fileURLWithPath: output)), as: UTF8.self)
  }
}

/// A program that could not be started or that failed.
package struct ChildProcessFailure: Error, CustomStringConvertible {
  package let command: String
  package let message: String

  package var description: String { "\(command): \(message)" }
}
