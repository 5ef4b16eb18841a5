import Liquid

/// Times what training costs: see `TrainingBenchmark`.
@main
struct LiquidBench {
  static func main() {
    TrainingBenchmark().run()
  }
}
