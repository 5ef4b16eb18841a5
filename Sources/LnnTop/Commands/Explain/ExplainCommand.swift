import Explanations
import Foundation
import Liquid

/// `lnn-top explain`: why a network answers as it does.
struct ExplainCommand: Command {
  let options: ExplainOptions

  func run(in context: CommandContext) throws -> Int32 {
    let output = try options.modelOut.map { path in
      try OutputFile(path: path, beginning: nil) { (try? ModelFile.read($0)) != nil }
    }
    let matricesFile = try options.matrices.map(MatricesFile.output)
    let data = try ExplainedData(options, locations: context.locations)
    for note in data.notes { Console.writeMessage("lnn-top: note: \(note)") }
    // Few rows would give a circuit that fits them alone.
    let training =
      options.circuit && options.part == nil
      ? try? ExplainedData(options.choosing(.train), locations: context.locations) : nil
    let explanation = try NetworkExplanation(data, training: training, options: options)
    if let output, let model = explanation.changedModel {
      try output.write(Data(ModelFile.bytes(of: model, metadata: data.metadata)))
      Console.writeMessage("lnn-top: written  \(output.path)")
    }
    let matrices = try matricesFile.map { file in
      let matrices = try MatricesFile(data, options: options)
      try matrices.write(to: file)
      return matrices.section(path: file.path)
    }
    try Console.writeResult(text(of: explanation, further: matrices.map { [$0] } ?? []))
    return ExitStatus.success
  }

  private func text(of explanation: NetworkExplanation, further: [ExplainSection]) -> String {
    let sections = explanation.sections + further
    return switch options.json ? .json : options.format {
    case .json: JSONText.line(explanation)
    case .text: sections.map(\.text).joined(separator: "\n\n")
    case .markdown: sections.map(\.markdown).joined(separator: "\n\n")
    }
  }
}
