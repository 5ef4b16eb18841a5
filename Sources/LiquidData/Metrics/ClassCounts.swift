/// How often each class was right, was the answer and was the truth.
struct ClassCounts: Sendable {
  private var right: [Double]
  private var answered: [Double]
  private var truths: [Double]

  init(classes: Int) {
    right = [Double](repeating: 0, count: classes)
    answered = right
    truths = right
  }

  /// - Parameter answer: nil where the network gave none.
  mutating func add(answer: Int?, truth: Int) {
    truths[truth] += 1
    guard let answer else { return }
    answered[answer] += 1
    if answer == truth { right[truth] += 1 }
  }

  var total: Double { truths.reduce(0, +) }
  var correct: Double { right.reduce(0, +) }

  /// The harmonic mean of precision and recall of a class; nil where it was neither the truth nor an answer.
  func f1(of index: Int) -> Double? {
    let all = answered[index] + truths[index]
    return all > 0 ? 2 * right[index] / all : nil
  }

  /// The last class's of two; the mean over the classes that occur where there are more.
  var f1: Double? {
    if right.count == 2 { return total > 0 ? f1(of: 1) ?? 0 : nil }
    let all = right.indices.compactMap { f1(of: $0) }
    return all.isEmpty ? nil : all.reduce(0, +) / Double(all.count)
  }
}
