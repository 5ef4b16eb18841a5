import Dispatch
import Foundation
import LiquidTraining
import Streams
import Synchronization
import Text

/// Writes each row's prediction as a line of CSV, to a file or to standard output, as soon as it is made.
///
/// Lines are written on a queue of their own; where that is slower than the rows come, the rows wait.
final class AnswersFile: AnswerSink {
  private let handle: FileHandle
  private let names: [String]
  private let isClassification: Bool
  private let queue = DispatchQueue(label: "lnn-top.answers")
  private let room = DispatchSemaphore(value: 10_000)
  private let hasFailed = Mutex(false)
  private let path: String

  /// - Throws: where the file cannot be written.
  init(path: String, targets: [String], isClassification: Bool) throws {
    self.path = path
    names = targets
    self.isClassification = isClassification
    if path == "-" {
      handle = .standardOutput
    } else {
      let file = try OutputFile(path: path) { $0.starts(with: Array("row,arrival,".utf8)) }
      guard FileManager.default.createFile(atPath: file.path, contents: nil),
        let handle = FileHandle(forWritingAtPath: file.path)
      else { throw CommandFailure("\(path) cannot be written") }
      self.handle = handle
    }
    let columns =
      ["row", "arrival"] + targets.map { "predicted \($0)" } + (isClassification ? ["probability"] : [])
    write(columns.map { CSVText().field($0) })
  }

  func receive(_ answer: LiveAnswer, to row: LiveRow) {
    var fields = ["\(answer.row)", NumberText.fixed(row.arrival, decimals: 3)]
    if isClassification {
      fields.append(CSVText().field(answer.label ?? ""))
      fields.append(answer.label == nil ? "" : CSVText.number(answer.outputs.max() ?? 0))
    } else {
      fields += answer.outputs.map { CSVText.number($0) }
    }
    write(fields)
  }

  private func write(_ fields: [String]) {
    let line = Data((fields.joined(separator: ",") + "\n").utf8)
    room.wait()
    queue.async { @Sendable [self] in
      defer { room.signal() }
      guard !hasFailed.withLock({ $0 }) else { return }
      do {
        try handle.write(contentsOf: line)
      } catch {
        hasFailed.withLock { $0 = true }
        Console.writeMessage(
          "lnn-top: predictions cannot be written any more to \(path): \(FileFailure.reason(error))")
      }
    }
  }

  /// Waits until everything is written.
  func finish() { queue.sync {} }
}
