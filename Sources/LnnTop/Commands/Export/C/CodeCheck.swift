import DeviceCode
import Foundation
import Liquid
import LiquidData
import LiquidTraining
import Telemetry
import Text

/// Runs the C that was written over the validation part, beside the model.
struct CodeCheck {
  private let network: ExportedNetwork
  private let source: CSource
  private let folder: CodeFolder
  private let compiler: HostCompiler

  init(_ network: ExportedNetwork, source: CSource, folder: CodeFolder) throws {
    guard let compiler = HostCompiler() else {
      throw CommandFailure(
        "--check needs a C compiler: \(HostCompiler.absence()); \(folder.path) was written")
    }
    self.network = network
    self.source = source
    self.folder = folder
    self.compiler = compiler
  }

  func result() throws -> CheckResult {
    let work = try WorkFolder()
    let code: CompiledNetwork
    let selfTest: ToolRun
    do {
      code = try CompiledNetwork(source, compiler: compiler, folder: work.url)
      selfTest = try runSelfTest(in: work.url)
    } catch {
      throw CommandFailure("\(folder.path) was written, but \(compiler.path) cannot build it here: \(error)")
    }
    var result = try compared(code)
    result.selfTest = selfTest.output.trimmingCharacters(in: .whitespacesAndNewlines)
    result.isSelfTestRight = selfTest.status == 0
    result.sizes = CodeSizes.all(source, compiler: compiler)
    return result
  }

  private func runSelfTest(in folder: URL) throws -> ToolRun {
    let name = source.names.lower
    let path = URL(filePath: self.folder.path).standardizedFileURL.path
    try compiler.run(
      [
        "-O2", "-std=c99", "-D\(source.names.upper)_TEST_MAIN", "-I", path, "-o", "selftest",
        "\(path)/\(name)_test.c", "\(path)/\(name).c", "\(path)/\(name)_weights.c",
      ], in: folder)
    return try ToolRun(path: folder.appending(path: "selftest").path, arguments: [], folder: folder)
  }

  private func compared(_ code: CompiledNetwork) throws -> CheckResult {
    guard let rows = network.rows, let schema = network.schema else {
      preconditionFailure("a check without rows")
    }
    let interface = network.interface
    let engine = try GradientEngine(cell: network.model.cell, loss: rows.schema.loss, threads: 1)
    var (own, model) = (MetricAccumulator(schema: rows.schema), MetricAccumulator(schema: rows.schema))
    var errors = interface.outputs.map { CheckResult.OutputError(name: $0.name) }
    var count = 0
    try rows.validation.forEachChunk { range, batch -> Bool in
      let seen = batch.mappingInputs(width: interface.width, interface.rounded)
      let expected = try engine.outputs(parameters: network.model.parameters, batch: seen)
      let found = try outputs(of: code, batch)
      let values = rows.validation.targetValues(Array(range))
      own.add(outputs: batch.judged(found), batch: batch, values: values)
      model.add(outputs: batch.judged(expected), batch: batch, values: values)
      for sequence in 0..<batch.count {
        for step in 0..<batch.lengths[sequence] {
          let first = (sequence * batch.steps + step) * errors.count
          let (theirs, ours) = (
            network.answers(expected[first..<first + errors.count]),
            network.answers(found[first..<first + errors.count])
          )
          for index in errors.indices { errors[index].add(ours[index], expected: theirs[index]) }
          count += 1
        }
      }
      return true
    }
    return CheckResult(
      part: rows.validationName, rows: count, outputs: errors, metricName: schema.metricName,
      metric: own.metric, modelMetric: model.metric)
  }

  /// The raw outputs of the code on a batch, `[count, steps, outputs]`.
  private func outputs(of code: CompiledNetwork, _ batch: SequenceBatch) throws -> [Float] {
    let interface = network.interface
    let (width, outputs) = (interface.width, interface.outputs.count)
    var found = [Float](repeating: 0, count: batch.count * batch.steps * outputs)
    for sequence in 0..<batch.count {
      for step in 0..<batch.lengths[sequence] {
        let row = sequence * batch.steps + step
        let channels = Array(batch.inputs[row * width..<(row + 1) * width])
        let time = batch.elapsed[row] * Float(interface.time.usualStep)
        // A window may begin in the middle of a sequence: what stands for missing values is known, and the time counts.
        let answer = try code.step(
          interface.values(ofChannels: channels), elapsed: time, anew: step == 0,
          known: step == 0 ? interface.known(inChannels: channels) : nil)
        for (index, output) in interface.outputs.enumerated() {
          found[row * outputs + index] = Float(
            (Double(answer.outputs[index]) - output.mean) / output.deviation)
        }
      }
    }
    return found
  }
}

extension SequenceBatch {
  /// Each step's outputs as a metric takes them: means over the sequence so far where these are what counts.
  func judged(_ outputs: [Float]) -> [Float] {
    guard averagesOutputs, count * steps > 0 else { return outputs }
    let width = outputs.count / (count * steps)
    var means = outputs
    for sequence in 0..<count {
      for output in 0..<width {
        var sum: Float = 0
        for step in 0..<steps {
          let place = (sequence * steps + step) * width + output
          sum += outputs[place]
          means[place] = sum / Float(step + 1)
        }
      }
    }
    return means
  }

  /// The batch with each step's inputs changed, and with outputs that are each step's own.
  fileprivate func mappingInputs(width: Int, _ change: ([Float]) -> [Float]) -> SequenceBatch {
    let changed = stride(from: 0, to: inputs.count, by: width).flatMap {
      change(Array(inputs[$0..<$0 + width]))
    }
    return SequenceBatch(
      unchecked: count, steps: steps, inputWidth: inputWidth, targetWidth: targetWidth, lengths: lengths,
      inputs: changed, elapsed: elapsed, targets: targets, targetWeights: targetWeights)
  }
}
