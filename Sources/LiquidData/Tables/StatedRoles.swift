/// What files say of their columns by the way they are written, as one that holds whole sequences does. A task's own
/// words come first.
package struct StatedRoles: Sendable, Hashable, Codable {
  package var sequence: String?
  package var time: String?
  package var target: String?
  package var kind: TaskDefinition.Kind?
  /// Whether the target has one value for each sequence.
  package var isOnePerSequence = false
  /// Columns that say where a row comes from and are inputs only where a task names them.
  package var origins: [String] = []

  package init(
    sequence: String? = nil, time: String? = nil, target: String? = nil, kind: TaskDefinition.Kind? = nil,
    isOnePerSequence: Bool = false
  ) {
    self.sequence = sequence
    self.time = time
    self.target = target
    self.kind = kind
    self.isOnePerSequence = isOnePerSequence
  }

  /// What several files state in the same way.
  func agreeing(with other: StatedRoles) -> StatedRoles {
    var common = self
    if sequence != other.sequence { common.sequence = nil }
    if time != other.time { common.time = nil }
    if kind != other.kind { common.kind = nil }
    if target != other.target || isOnePerSequence != other.isOnePerSequence {
      (common.target, common.isOnePerSequence) = (nil, false)
    }
    return common
  }
}

extension TaskDefinition {
  /// The task with what the table's files state where it says nothing itself. A column that the task uses for something
  /// else keeps that use.
  package func filled(from table: Table) -> TaskDefinition {
    let stated = table.stated
    var task = self
    if tokens != nil {
      task.text = text ?? onlyText(in: table)
      // A row has one answer, whatever the length of its text.
      if kind != .forecast { task.targetSteps = targetSteps ?? .last }
    }
    func isFree(_ name: String) -> Bool {
      inputs?.contains(name) != true && targets?.contains(name) != true && time != name && sequence != name
    }
    if let name = stated.sequence, sequence == nil, isFree(name) { task.sequence = name }
    if let name = stated.time, time == nil, isFree(name) { task.time = name }
    if let name = stated.target, targets == nil, isFree(name) { task.targets = [name] }
    guard let target = stated.target, task.targets == [target] else { return task }
    task.kind = kind ?? stated.kind
    if stated.isOnePerSequence, task.sequence == stated.sequence {
      task.targetSteps = targetSteps ?? .last
    }
    return task
  }

  /// What is told of the table's own words where the task leaves something open.
  func notes(asFilledFrom table: Table) -> [String] {
    let filled = filled(from: table)
    var notes: [String] = []
    if sequence == nil, let name = filled.sequence {
      notes.append("the files state sequences: '\(name)' tells them apart")
    }
    if tokens != nil, text == nil, let column = filled.text {
      notes.append("'\(column)' is the text: each of its tokens is a step")
    }
    if tokens == nil, targetSteps == nil, filled.targetSteps == .last, let target = filled.targets?.first {
      notes.append(
        "'\(target)' has one value a sequence: one answer is learnt for each, at its last step"
          + " (--target-steps all: one at every step)")
    }
    return notes
  }
}
