import Foundation
import RunStore
import TestSupport
import Testing

/// `lnn-top train --wiring FILE`, with the real program.
@Suite struct WiringFileTests {
  private let edges = """
    pre,post,type,polarity
    Eye,Relay,chemical,+
    Ear,Relay,chemical,-
    Relay,Clock,chemical,
    Clock,Relay,chemical,-
    Relay,Leg,chemical,+
    Clock,Tail,chemical,+
    Relay,Glow,gap,

    """
  private let roles = "name,role\nTail,motor\nLeg,motor\nEye,sensory\nEar,sensory\nWing,motor\n"

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    try folder.write(edges, to: "edges.csv")
    try folder.write(roles, to: "roles.csv")
    return folder
  }

  private let file = ["--wiring", "edges.csv", "--wiring-roles", "roles.csv"]
  private let short = ["--window", "16", "--epochs", "2", "--headless"]

  @Test("What was read is told, the neurons have their names, and the run goes on without the table")
  func run() throws {
    let folder = try folder()
    let run = try CommandRun(["train", "waves.csv", "--run", "a.lnnrun"] + file + short, in: folder)
    #expect(run.status == 0, "\(run.messages)")
    for words in [
      "note: the wiring of edges.csv: 7 neurons, 8 synapses (", "1 electrical junction among them acts",
      "polarities of 1 synapse are unknown and drawn",
      "inputs go to 2 sensory neurons, the output is the first of 2 motor neurons: 'Tail'",
      "neurons left out: 'Wing', which only the table of roles names",
    ] {
      #expect(run.messages.contains(words), "\(words) in \(run.messages)")
    }
    let description = try RunReader(path: folder.path("a.lnnrun")).description
    #expect(description.model.neurons.map(\.name) == ["Tail", "Leg", "Clock", "Glow", "Relay", "Eye", "Ear"])
    #expect(description.model.neurons[0].layer == "motor" && description.model.neurons[6].layer == "inter")
    #expect(description.configuration["wiring"]?.hasPrefix("/") == true)
    #expect(description.configuration["units"] == nil)

    let same = ["train", "--resume", "a.lnnrun", "--epochs", "3", "--headless"]
    #expect(try CommandRun(same + file, in: folder).status == 0)
    try FileManager.default.removeItem(atPath: folder.path("edges.csv"))
    let longer = try CommandRun(
      ["train", "--resume", "a.lnnrun", "--epochs", "4", "--headless", "--model-out", "m.st"], in: folder)
    #expect(longer.status == 0, "\(longer.messages)")
    let eval = try CommandRun(["eval", "m.st", "waves.csv", "--json"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
  }

  @Test(
    "Every cell with a wiring trains with it",
    arguments: [
      "ltc", "ltc --readout dense", "ltc --mixed-memory", "cfc", "cfc-no-gate", "cfc-pure",
      "cfc --readout dense",
    ])
  func cells(network: String) throws {
    let folder = try folder()
    let run = try CommandRun(
      [
        "train", "waves.csv", "--no-run", "--json", "--window", "16", "--epochs", "10", "--headless",
        "--model",
      ]
        + network.split(separator: " ").map(String.init) + file, in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let last = try #require(try run.objects().last)
    #expect(last["done"] as? Bool == true)
    #expect(try #require(last["validation_loss"] as? Double).isFinite)
  }

  @Test("In a task file the paths start at its folder, and the command line may have another wiring")
  func taskFile() throws {
    let folder = try folder()
    try FileManager.default.createDirectory(
      atPath: folder.path("tasks"), withIntermediateDirectories: true)
    try folder.write(edges, to: "tasks/edges.csv")
    try folder.write(roles, to: "tasks/roles.csv")
    try FileManager.default.removeItem(atPath: folder.path("edges.csv"))
    let task = """
      name: waves
      data: {files: [../waves.csv]}
      targets: [product]
      window: 16
      training: {wiring: edges.csv, wiring-roles: roles.csv, epochs: 2}

      """
    try folder.write(task, to: "tasks/waves.yaml")
    let run = try CommandRun(["train", "tasks/waves.yaml", "--headless", "--run", "a.lnnrun"], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    #expect(run.messages.contains("7 neurons, 8 synapses"))
    let other = try CommandRun(
      ["train", "tasks/waves.yaml", "--headless", "--no-run", "--wiring", "full", "--units", "5"], in: folder)
    #expect(other.status == 0, "\(other.messages)")
    let compared = try CommandRun(
      [
        "benchmark", "tasks/waves.yaml", "--models", "ltc-ncp", "--seeds", "1", "--epochs", "1", "--out", "b",
      ],
      in: folder)
    #expect(compared.status == 0, "\(compared.messages)")
  }

  @Test(
    "A mistake is one line, before a run is begun",
    arguments: [
      (["--wiring", "no.csv"], "no.csv: there is no such file"),
      (["--wiring", "waves.csv"], "waves.csv: no columns are called 'pre' and 'post'"),
      (
        ["--wiring", "edges.csv", "--wiring-roles", "edges.csv"],
        "edges.csv, line 2, column 'type': there is no role 'chemical'"
      ),
    ])
  func mistakes(words: [String], message: String) throws {
    let folder = try folder()
    let run = try CommandRun(["train", "waves.csv", "--run", "a.lnnrun"] + words + short, in: folder)
    #expect(run.status == 1)
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.messages.split(separator: "\n").count == 1)
    #expect(!FileManager.default.fileExists(atPath: folder.path("a.lnnrun")))
  }
}
