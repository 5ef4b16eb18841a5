/// Which step of a shard is run, and where what it leaves for the backward pass is kept.
struct StepPlace {
  let shard: LaneShard
  let step: Int
  /// Counts from 0 within what is kept: the whole sequence, a part of it, or one step over and over.
  let slot: Int

  /// Elapsed time, `[16]`.
  var elapsed: UnsafeMutablePointer<Float> { shard.elapsed.row(step) }
  /// 1 where a lane has this step, else 0, `[16]`.
  var present: UnsafeMutablePointer<Float> { shard.present.row(step) }
}
