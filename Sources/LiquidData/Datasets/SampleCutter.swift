import Liquid

/// Cuts a plan's segments into samples.
struct SampleCutter {
  /// Rows in a sample; nil: whole segments.
  let window: Int?
  let stride: Int?
  /// Rows at a segment's end that are targets only.
  let horizon: Int

  /// Training windows overlap; those of the other parts lie side by side.
  func samples(of plan: PartPlan, split: Split, shuffle: UInt64?) -> [Dataset.Part: [Segment]] {
    let training = overlapping(plan.train)
    var samples = [
      Dataset.Part.train: training, .validation: adjoining(plan.validation), .test: adjoining(plan.test),
    ]
    guard plan.isByWindows else { return samples }
    var dealt = training
    var generator = SeededGenerator(seed: shuffle ?? 1)
    dealt.shuffle(using: &generator)
    // Files that are test files by name take no share of the rest.
    let sizes = split.allocate(dealt.count, minimum: 1)
    samples[.train] = Array(dealt[..<sizes.train])
    samples[.validation, default: []] += dealt[sizes.train..<sizes.train + sizes.validation]
    samples[.test, default: []] += dealt[(sizes.train + sizes.validation)...]
    return samples
  }

  private func overlapping(_ segments: [Segment]) -> [Segment] {
    segments.flatMap { $0.overlappingWindows(length: window, stride: stride, horizon: horizon) }
  }

  private func adjoining(_ segments: [Segment]) -> [Segment] {
    segments.flatMap { $0.adjoiningWindows(length: window, horizon: horizon) }
  }
}
