/// A key of sweep files and its meaning. This one table is used for reading and for the schema that editors use.
package struct SweepKey: Sendable, Hashable {
  package let name: String
  package let help: String

  init(_ name: String, _ help: String) {
    (self.name, self.help) = (name, help)
  }

  package static let ofFile = [
    SweepKey("name", "what the sweep is called; else the file's own name"),
    SweepKey("about", "what it is for"),
    SweepKey("task", "what is trained on: a task, a task file or a table, as train takes it"),
    SweepKey("data", "the folder of the task's data; else that of the task file"),
    SweepKey("training", "options of train that all trials have"),
    SweepKey("space", "the options that vary, each with a list of values or a range"),
    SweepKey("sampler", "how points of the space are chosen; else grid, or random where there are trials"),
    SweepKey("trials", "how many points are tried; of a grid all"),
    SweepKey("seeds", "runs of each trial, with the seeds 1, 2 and so on; else 1"),
    SweepKey("seed", "of the sampler; else 1"),
    SweepKey("goal", "what trials are ranked by, over the validation part; else metric"),
    SweepKey("executor", "where runs are made; else local"),
    SweepKey("halving", "stops trials early and goes on with the best"),
  ]

  package static let ofSampler = [
    SweepKey("kind", "optuna: details are for it alone"),
    SweepKey("method", "how Optuna proposes points; else tpe"),
    SweepKey("against", "a second goal, of which less is better"),
    SweepKey("startup", "random trials before the method begins; else as Optuna has it"),
    SweepKey("population", "of nsga2; else as Optuna has it"),
  ]

  package static let ofExecutor = [
    SweepKey("kind", "processes here, GNU parallel, or a job array of Slurm; else local"),
    SweepKey("jobs", "runs at the same time; else one a core, or as many as Slurm allows"),
    SweepKey("hosts", "for parallel: machines by ssh, each with the same folder and program"),
    SweepKey("options", "for slurm: words for sbatch, such as --time=02:00:00"),
  ]

  package static let ofHalving = [
    SweepKey("factor", "one of so many trials goes on; else 3"),
    SweepKey("epochs", "the budgets, the smallest first: epochs in all"),
  ]
}
