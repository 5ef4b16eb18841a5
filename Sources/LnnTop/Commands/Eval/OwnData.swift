import Foundation
import Liquid
import LiquidData
import RunStore

extension EvalOptions {
  /// Names the data that a run was trained on.
  ///
  /// - Parameters:
  ///   - path: of the run.
  ///   - hint: what to do where it does not say, such as `name them: lnn-top explain MODEL DATA`.
  mutating func takeOwnData(of path: String, hint: String) throws {
    guard let reader = try? RunReader(path: path),
      let recorded = try? TrainOptions(recorded: reader.description.configuration),
      recorded.data != nil || recorded.task != nil, recorded.data != "-"
    else { throw CommandFailure("\(path) does not say where its data are: \(hint)") }
    (data, task, dataFolder) = (recorded.data, recorded.task, recorded.dataFolder)
    reading = recorded.reading
  }
}
