import CLiquidKernels

extension CfCRunner {
  func backward(_ shard: LaneShard, outputGradient: LaneBuffer, gradient: inout [Float]) {
    let wiring = cell.wiring
    gradients.clear()
    inputMap.clearSums()
    outputMap.clearSums()
    network.heads.clearSums()
    for step in (0..<shard.steps).reversed() {
      let current = rows.row(step * layout.stride)
      outputMap.backward(
        current + layout.after * LaneShard.lanes, outGradient: outputGradient.row(step * wiring.outputs),
        xGradient: gradients.rows.row(layout.after))
      for stage in network.stages.members.indices.reversed() {
        goBack(shard, step: step, stage: stage)
      }
      inputMap.backward(
        shard.inputs.row(step * wiring.inputs), outGradient: gradients.rows.row(0), xGradient: nil)
      gradients.moveBack()
    }
    network.heads.collect(
      steps: shard.steps, rows: rows.row(0), headGradient: heads.row(0), into: &gradient)
    if network.isPure {
      gradients.amplitude.addRowSums(to: &gradient, cell.layout["A"])
      gradients.rate.addRowSums(to: &gradient, cell.layout["w_tau"])
    }
    inputMap.collect(into: &gradient)
    outputMap.collect(into: &gradient)
  }

  private func goBack(_ shard: LaneShard, step: Int, stage: Int) {
    let heads = heads.row(step * headRows)
    network.withGroup(stage) { group in
      liquid_cfc_gradient(
        group, shard.elapsed.row(step), shard.present.row(step), gradients.rows.row(layout.after), heads,
        gradients.rows.row(layout.before), gradients.amplitude.row(0), gradients.rate.row(0))
      network.heads.backward(
        group, step: step, headGradient: heads, rows: rows.row(step * layout.stride),
        rowGradient: gradients.rows.row(0))
    }
  }
}
