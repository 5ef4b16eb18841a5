import Liquid
import TestSupport

/// Times what training costs: `swift run -c release Benchmarks`.
@main
struct LiquidBench {
  static func main() throws {
    var generator = SeededGenerator(seed: 1)
    let dense = try generator.wiring(inputs: 8, neurons: 32, outputs: 4, density: 1)
    TrainingBenchmark(name: "LTC, dense", cell: LTC(wiring: dense), repetitions: 41).run()
    // As many neurons as C. elegans has, and about as many synapses as AutoNCP(302, 20) with 8 inputs.
    let sparse = try generator.wiring(inputs: 8, neurons: 302, outputs: 20, density: 0.12)
    TrainingBenchmark(name: "LTC, sparse", cell: LTC(wiring: sparse), repetitions: 11).run()
    TrainingBenchmark(name: "CfC, one layer of 128 units", cell: CfC(wiring: dense), repetitions: 41).run()
    TrainingBenchmark(name: "CfC, sparse", cell: CfC(wiring: sparse), repetitions: 11).run()
  }
}
