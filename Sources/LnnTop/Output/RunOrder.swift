import Foundation
import RunStore

/// Which runs are listed, and in which order.
package struct RunOrder {
  private let words: [String]
  private let order: RunsOptions.Order
  private let isReversed: Bool

  package init(_ options: RunsOptions) {
    words = (options.filter ?? "").lowercased().split(separator: " ").map(String.init)
    order = options.order
    isReversed = options.isReversed
  }

  /// - Parameter summaries: the newest first; runs that are equal keep their order.
  package func arranged(_ summaries: [RunSummary]) -> [RunSummary] {
    let sorted = summaries.filter(matches).enumerated().sorted { left, right in
      if isBefore(left.element, right.element) { return true }
      return !isBefore(right.element, left.element) && left.offset < right.offset
    }.map(\.element)
    return isReversed ? sorted.reversed() : sorted
  }

  private func matches(_ summary: RunSummary) -> Bool {
    let file = (summary.path as NSString).lastPathComponent
    let texts = [file, summary.name, summary.task, summary.model, summary.state.rawValue]
    let row = (texts + summary.tags + summary.notes).joined(separator: "\n").lowercased()
    return words.allSatisfy(row.contains)
  }

  /// Runs without the value come last.
  private func isBefore(_ left: RunSummary, _ right: RunSummary) -> Bool {
    switch order {
    case .started: left.startedAt > right.startedAt
    case .name: name(left) < name(right)
    case .task: left.task < right.task
    case .model: left.model < right.model
    case .state: left.state.rawValue < right.state.rawValue
    case .steps: left.steps > right.steps
    case .loss: loss(left) < loss(right)
    case .time: left.duration ?? -1 > right.duration ?? -1
    case .size: left.fileSize > right.fileSize
    }
  }

  private func name(_ summary: RunSummary) -> String { (summary.path as NSString).lastPathComponent }

  private func loss(_ summary: RunSummary) -> Double {
    summary.bestValidationLoss ?? summary.lastLoss ?? .infinity
  }
}
