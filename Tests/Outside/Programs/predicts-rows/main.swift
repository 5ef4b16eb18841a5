import Foundation
import LiquidData

// Answers to rows of a table as they come in, with a model file that lnn-top wrote.
let predictor = try Predictor(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1]))

func fields(_ line: String) -> [String] {
  line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
}

let names = fields(readLine() ?? "")
while let line = readLine() {
  let row = Dictionary(zip(names, fields(line))) { first, _ in first }
  let prediction = try predictor.step(row)
  let answers = predictor.outputs.map { output in
    // A class, a number, or nothing where training left such rows out.
    "\(output.name) \(prediction.label ?? prediction[output.name].map { "\($0)" } ?? "-")"
  }
  print(answers.joined(separator: " "))
}
