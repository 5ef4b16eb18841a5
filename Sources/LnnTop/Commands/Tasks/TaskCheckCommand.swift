import LiquidData

/// `lnn-top task check`: says what a task would do.
struct TaskCheckCommand {
  let options: TaskCheckOptions
  let locations: Locations

  func run() throws -> Int32 {
    var training = TrainOptions()
    training.task = options.task
    training.dataFolder = options.dataFolder
    training.splitLikePaper = options.splitLikePaper
    let choice = try TaskChoice(options: training, locations: locations)
    guard let file = choice.data.task else { preconditionFailure("a task without its file") }
    let report = try TaskReport(choice, file: file, table: choice.data.table(showsProgress: true))
    Console.writeResult(options.json ? JSONText.line(report) : report.text)
    guard !report.leaksUnasked else {
      throw CommandFailure("\(file.path): rows are in two parts: results over the test part mean nothing")
    }
    return ExitStatus.success
  }
}
