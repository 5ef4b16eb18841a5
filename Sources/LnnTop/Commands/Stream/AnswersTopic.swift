import Foundation
import LiquidTraining
import Streams
import Text

/// Publishes each row's prediction at a broker, as a JSON object.
final class AnswersTopic: AnswerSink {
  private struct Message: Encodable {
    let row: Int
    let arrival: Double
    /// The class; nil for numbers, and before a class is known.
    let label: String?
    /// Numbers by their targets' names.
    let predictions: [String: Float]
  }

  private let publisher: MQTTPublisher
  private let targets: [String]
  private let isClassification: Bool
  private let name: String

  /// Seconds that messages may take at the end.
  private static let patience = 5.0

  /// - Throws: where the address is none, or no broker answers.
  init(address: String, targets: [String], isClassification: Bool) throws {
    publisher = try MQTTPublisher(try MQTTAddress(address))
    name = address
    self.targets = targets
    self.isClassification = isClassification
  }

  func receive(_ answer: LiveAnswer, to row: LiveRow) {
    let numbers = isClassification ? [] : zip(targets, answer.outputs).map { ($0, $1) }
    // A target that is named twice has one number.
    let predictions = Dictionary(numbers) { first, _ in first }
    _ = publisher.publish(
      JSONText.line(
        Message(row: answer.row, arrival: row.arrival, label: answer.label, predictions: predictions)))
  }

  /// Waits a while until everything is delivered, and says what was not.
  func finish() {
    _ = publisher.finish(timeout: Self.patience)
    let lost = publisher.failed + publisher.waiting
    if lost > 0 {
      Console.writeMessage("lnn-top: \(counted(lost, "prediction")) could not be published at \(name)")
    }
  }
}
