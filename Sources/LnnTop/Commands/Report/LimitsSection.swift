import LiquidData
import Text

/// What the figures do not say.
enum LimitsSection {
  static func entry(_ run: ReportedRun, _ measured: ReportedExplanation.Measured?) -> ReportEntry {
    let sentences = ofTheRun(run) + (measured.map { ofTheData($0) + ofTheExplanation($0) } ?? [])
    return HTMLNode.entry(
      "limits", "What this does not say",
      [.element("ul", sentences.map { .element("li", [.text($0)]) })])
  }

  private static func ofTheRun(_ run: ReportedRun) -> [String] {
    var sentences = [
      "This is one run with one seed (\(run.description.seed)). Another seed gives another network and other figures, and"
        + " nothing here says how much they would differ; 'lnn-top benchmark' trains over several seeds."
    ]
    switch run.judged?.part {
    case .validation?:
      sentences.append(
        "The validation part also chose the step whose network is kept, so its figure is better than that over rows which"
          + " had no say would be.")
    case .test?:
      sentences.append(
        "The figure over the test part has no interval: how sure it is depends on how many rows there are.")
    default: sentences.append("Without a result there is nothing to judge the network by.")
    }
    if run.description.naive == nil {
      sentences.append(
        "What answers without a network reach was not recorded, so the figures have nothing to stand beside.")
    }
    if run.changesByHand > 0 {
      sentences.append(
        "Something was changed by hand while the network was trained; the command below does not repeat that."
      )
    }
    return sentences
  }

  private static func ofTheData(_ measured: ReportedExplanation.Measured) -> [String] {
    let (data, dataset) = (measured.data, measured.data.dataset)
    let rows = data.batch.lengths.reduce(0, +)
    var sentences = [
      "Answers and effects are of \(counted(rows, "row")) in \(counted(data.batch.count, "sequence")) (\(data.part)). Other"
        + " rows may give others."
    ]
    if dataset.rowCount(of: .test) > 0, dataset.rowCount(of: .train) > 0 {
      sentences.append("The test part has \(counted(dataset.rowCount(of: .test), "row")).")
    }
    if let leak = dataset.leak {
      sentences.append("The split leaks: \(leak). The figures say little about new data.")
    }
    return sentences
  }

  private static func ofTheExplanation(_ measured: ReportedExplanation.Measured) -> [String] {
    let count = measured.effects.count
    var sentences = [
      "Parts and effects are within the model: they say what the network does with its inputs, not what acts on what in the"
        + " world.",
      "The parts of an answer depend on what it is compared with; with other inputs than 0 to start from they are others.",
      "Holding an input at its mean can make rows that never occur. Inputs that carry the same news can stand in for each"
        + " other, so that each seems to matter little.",
    ]
    if count > 0 {
      sentences.append(
        "The intervals say how much effects vary over rows, for this one network. Of \(counted(count, "interval")) at 95 %"
          + " about \(NumberText.shortest((Double(count) / 20).rounded(.up))) would leave 0 out by chance alone."
      )
    }
    if measured.circuit != nil {
      sentences.append(
        "The circuit was searched on the rows that it is measured on; other circuits may do as well.")
    }
    return sentences
  }
}
