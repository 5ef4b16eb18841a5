import Sweeps
import Testing

@Suite struct SweepFileTests {
  private func read(_ text: String) throws -> SweepFile {
    try SweepFile(bytes: Array(text.utf8), path: "search.yaml")
  }

  @Test("A file says what is tried, and the rest has its usual value")
  func whole() throws {
    let small = try read("task: lane-keeping\nspace:\n  units: [8, 16]\n  model: [ltc, cfc]\n")
    #expect(small.name == "search" && small.sampler == .grid && small.trials == 4 && small.seeds == 1)
    #expect(small.goal == .metric && small.executor.kind == .local && small.line(of: "space.units") == 3)
    let large = try read(
      """
      name: rates
      about: How fast is best.
      task: t.yaml
      data: /d
      training: {epochs: 5, rate-factors: [a, b]}
      space:
        learning-rate: {log: [1e-4, 1e-1]}
        units: {integers: [4, 64]}
        batch: {log-integers: [8, 256]}
        dropout: {uniform: [0, 0.5]}
        inputs: [[a, b], [a]]
      trials: 40
      seeds: 3
      seed: 9
      goal: loss
      executor: {kind: slurm, jobs: 8, options: [--time=01:00:00]}
      """)
    #expect(large.name == "rates" && large.sampler == .random && large.trials == 40 && large.seed == 9)
    #expect(large.training == ["epochs": "5", "rate-factors": "a,b"] && large.data == "/d")
    #expect(large.space.dimensions.map(\.name) == ["learning-rate", "units", "batch", "dropout", "inputs"])
    #expect(large.space.dimensions[4].values == .choices(["a,b", "a"]))
    #expect(large.executor.options == ["--time=01:00:00"] && large.executor.jobs == 8 && large.goal == .loss)
  }

  @Test("A sampler of Optuna has details, and successive halving plans runs for its largest budget")
  func studies() throws {
    let plain = try read("task: t\nspace: {units: [8, 9]}\nsampler: optuna\ntrials: 7\n")
    #expect(plain.sampler == .optuna && plain.study == SweepStudy() && plain.trials == 7)
    let file = try read(
      """
      task: t
      space: {units: [8, 9]}
      sampler: {kind: optuna, method: nsga2, against: parameters, population: 8}
      trials: 7
      """)
    #expect(file.study == SweepStudy(method: .nsga2, against: .parameters, population: 8))
    let halved = try read("task: t\nspace: {units: [8, 9]}\nhalving: {epochs: [3, 9, 27]}\n")
    #expect(halved.halving == SweepHalving(factor: 3, epochs: [3, 9, 27]))
    #expect(halved.training == ["epochs": "27"] && halved.sampler == .grid && halved.study == nil)
  }

  @Test(
    "A mistake is one line with its place and what to do",
    arguments: [
      ("", "search.yaml: this is no YAML"), ("- a\n", "the file must be keys with values"),
      ("space: {units: [1]}\n", "'task' is missing"), ("task: t\n", "'space' names the options"),
      ("task: t\nspace: {}\n", "'space' names the options"),
      ("task: t\nspaces: {}\n", "there is no key 'spaces'; did you mean 'space'?"),
      ("task: t\nspace:\n  units: 8\n", "search.yaml:3: 'units' must be a list of values or a range"),
      ("task: t\nspace:\n  units: []\n", "search.yaml:3: 'units' must be a list"),
      ("task: t\nspace:\n  units: [8, 8]\n", "search.yaml:3: 'units' has '8' twice"),
      ("task: t\nspace:\n  rate: {log: []}\n", "search.yaml:3: a range of 'rate' needs its two bounds"),
      ("task: t\nspace:\n  rate: {log: }\n", "a range of 'rate' needs its two bounds"),
      ("task: t\nspace:\n  rate: {log: [1, 0.1]}\n", "the lower first"),
      ("task: t\nspace:\n  rate: {log: [0, 0.1]}\n", "needs bounds above 0"),
      ("task: t\nspace:\n  rate: {normal: [0, 0.1]}\n", "is one of integers, log, log-integers, uniform"),
      ("task: t\nspace:\n  units: {integers: [1.5, 3]}\n", "must be whole numbers"),
      (
        "task: t\nspace:\n  rate: {log: [1e-3, 1]}\nsampler: grid\n",
        "a grid needs a list of values for 'rate'"
      ),
      ("task: t\nspace:\n  units: [8]\nsampler: random\n", "'trials' says how many"),
      (
        "task: t\nspace:\n  units: [8]\nsampler: tpe\n",
        "search.yaml:4: 'sampler' must be one of grid, random, optuna"
      ),
      ("task: t\nspace:\n  units: [8]\nsampler: optuna\n", "'trials' says how many points optuna tries"),
      (
        "task: t\nspace:\n  units: [8]\ntrials: 9\nsampler: {kind: optuna, method: gp}\n",
        "search.yaml:5: 'sampler.method' must be one of tpe, nsga2, cmaes"
      ),
      (
        "task: t\nspace:\n  units: [8]\ntrials: 9\nsampler: {method: tpe}\n",
        "details of a sampler are for 'kind: optuna'"
      ),
      (
        "task: t\nspace:\n  units: [8]\ntrials: 9\nsampler: {kind: optuna, population: 9}\n",
        "'population' is for 'method: nsga2'"
      ),
      (
        "task: t\nspace:\n  units: [8]\nhalving: {epochs: [9, 3]}\n",
        "search.yaml:4: 'halving.epochs' are at least two budgets, the smallest first"
      ),
      ("task: t\nspace:\n  units: [8]\nhalving: {epochs: [3]}\n", "at least two budgets"),
      (
        "task: t\nspace:\n  units: [8]\nhalving: {factor: 1, epochs: [1, 2]}\n",
        "'halving.factor' must be a whole number from 2"
      ),
      (
        "task: t\nspace:\n  units: [8]\ntraining: {epochs: 3}\nhalving: {epochs: [1, 2]}\n",
        "search.yaml:4: 'epochs' is in 'training', but 'halving' says how long runs are"
      ),
      (
        "task: t\nspace:\n  epochs: [8]\nhalving: {epochs: [1, 2]}\n",
        "'epochs' is in 'space', but 'halving' says"
      ),
      (
        "task: t\nspace: {units: [8]}\ntrials: 3\nsampler: {kind: optuna, against: seconds}\nhalving: {epochs: [1, 2]}\n",
        "halving goes by one goal; leave out 'against'"
      ),
      ("task: t\nspace:\n  units: [8]\ntrials: 0\n", "'trials' must be a whole number from 1 to 100,000"),
      ("task: t\nspace:\n  units: [8]\ntrials: 100000\nseeds: 2\n", "more than 100,000 runs"),
      ("task: t\nspace:\n  units: [8]\ntraining: {units: 3}\n", "'units' is in 'space' and in 'training'"),
      ("task: t\nspace:\n  units: [8]\nexecutor: ray\n", "must be one of local, parallel, slurm"),
      (
        "task: t\nspace:\n  units: [8]\nexecutor: {kind: local, hosts: [a]}\n",
        "'hosts' are for 'kind: parallel'"
      ),
    ])
  func mistakes(text: String, message: String) throws {
    let error = #expect(throws: SweepFileError.self) { try read(text) }
    let line = error?.description ?? ""
    #expect(line.contains(message) && !line.contains("\n"), "\(line)")
  }

  @Test("A file that is not there is told")
  func missing() {
    let error = #expect(throws: SweepFileError.self) { try SweepFile.read(path: "/nowhere/search.yaml") }
    #expect(error?.description.hasPrefix("/nowhere/search.yaml: there is no such file") == true)
  }
}
