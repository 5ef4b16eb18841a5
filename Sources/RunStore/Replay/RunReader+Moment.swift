extension RunReader {
  /// The frame that a replay shows at a moment; nil where the run has no frames.
  package func frame(at moment: ReplayMoment) -> FrameEntry? {
    let frames = frames()
    let timeline = ReplayTimeline(self, frames: frames)
    let fraction =
      switch moment {
      case .fraction(let fraction): min(1, max(0, fraction))
      case .step(let step): timeline.fraction(ofStep: step)
      }
    let index = timeline.frameIndex(at: fraction * timeline.duration)
    return frames.indices.contains(index) ? frames[index] : nil
  }
}

extension ReplayTimeline {
  /// - Parameter frames: those of the run.
  package init(_ reader: RunReader, frames: [FrameEntry]) {
    self.init(
      scalars: reader.sequencedScalars(), events: reader.sequencedEvents(),
      frames: frames.map { Sequenced(sequence: $0.id, value: $0.elapsed) }, outcome: reader.outcome)
  }
}
