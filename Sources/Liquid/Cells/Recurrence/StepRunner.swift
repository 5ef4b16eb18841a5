/// What a kind of cell adds to the loop over time: one step, forward and backward, for 16 lanes.
///
/// `rows` always points to a step's rows as `StepRows` describes them, for the cell's inputs and `stateRows`.
/// Memory is reserved by slots before the loop; a step allocates nothing.
protocol StepRunner: AnyObject {
  /// Rows of state that a step hands to the next; the neurons' states come first.
  var stateRows: Int { get }

  /// Loads the parameters that later calls use, `[layout.count]`.
  func load(_ parameters: [Float])

  /// Makes room for what a number of steps leave for the backward pass.
  func reserve(slots: Int)

  /// Computes the states after a step.
  func advance(_ place: StepPlace, rows: UnsafeMutablePointer<Float>)

  /// Sets the sums of gradients to zero.
  func zeroGradients()

  /// The backward pass of a step that the slot still holds.
  ///
  /// - Parameter gradient: with respect to `rows` and laid out like them: that of the states after the step is
  ///   read, those of the inputs and of the states before are added to.
  func backward(_ place: StepPlace, rows: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>)

  /// Adds the parameters' gradient of all steps since `zeroGradients` to a flat vector, `[layout.count]`.
  ///
  /// - Parameters:
  ///   - slots: how many steps there were, in the slots from 0 on.
  ///   - rows: those of slot 0.
  ///   - stride: rows from one slot's to the next one's.
  func accumulateGradients(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float])

  /// The dense layers through which all parameters act that the states depend on; nil: some act in other ways. Called
  /// after `reserve`, whose memory the answer points to.
  ///
  /// - Parameter rows: those of slot 0 in all later calls.
  func denseTerms(rows: UnsafePointer<Float>) -> [DenseTerm]?

  /// After `backward`: the gradient with respect to the step's inputs as they come, past the input map, `[inputs, 16]`;
  /// nil: the cell sees them through the map alone.
  var rawInputGradient: LaneBuffer? { get }

  /// Begins with a shard; see `ShardRunner`.
  func begin(dropoutSeed: UInt64?, sequences: Range<Int>)

  /// See `ShardRunner`.
  func forEachTouchedRow(_ body: (_ tensor: Int, _ first: Int) -> Void)

  /// Keeps some neurons' states, also within a step. Called after `load`.
  func hold(_ held: HeldNeurons)

  /// Reads the time constants of a step that has just run, `[neurons, 16]`, in the unit of the elapsed times.
  func readTimeConstants(_ place: StepPlace, rows: UnsafePointer<Float>, into timeConstants: LaneBuffer)

  /// What the synapses did in a step that the slot still holds, in one lane, in the order of the wiring's
  /// synapses, then its sensory synapses.
  func readSynapses(_ place: StepPlace, rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity
}

extension StepRunner {
  func denseTerms(rows: UnsafePointer<Float>) -> [DenseTerm]? { nil }

  // Enough for cells whose neurons act once per step: the loop itself holds the states between steps.
  func hold(_ held: HeldNeurons) {}

  func begin(dropoutSeed: UInt64?, sequences: Range<Int>) {}

  func forEachTouchedRow(_ body: (_ tensor: Int, _ first: Int) -> Void) {}

  var rawInputGradient: LaneBuffer? { nil }
}

/// The strength of every synapse and what it contributes; see `NetworkTrace`.
package struct SynapseActivity {
  package var weights: [Float]
  package var currents: [Float]
}

/// Which step of a shard is run, and where what it leaves for the backward pass is kept.
struct StepPlace {
  let shard: LaneShard
  let step: Int
  /// Counts from 0 within what is kept: the whole sequence, a part of it, or one step over and over.
  let slot: Int
  /// The inputs as they come, before the input map, `[inputs, 16]`.
  let inputs: UnsafeMutablePointer<Float>

  /// Elapsed time, `[16]`.
  var elapsed: UnsafeMutablePointer<Float> { shard.elapsed.row(step) }
  /// 1 where a lane has this step, else 0, `[16]`.
  var present: UnsafeMutablePointer<Float> { shard.present.row(step) }
}

/// Where a network's inputs and states of two successive steps lie, in rows of lanes:
/// `[inputs, states before the step, next step's inputs, states after the step]`.
///
/// Steps lie one after the other, so that what is after one step is before the next, and a step's inputs and the
/// states before it are one vector.
struct StepRows {
  let inputs: Int
  let states: Int

  /// Rows of one step.
  var stride: Int { inputs + states }
  /// The first state before a step.
  var before: Int { inputs }
  /// The first state after it.
  var after: Int { stride + inputs }
}
