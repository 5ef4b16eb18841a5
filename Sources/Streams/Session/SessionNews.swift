import Text

/// Something about the rows of a stream that a person should hear of once.
struct SessionNews {
  enum Kind {
    case surplusClass
    case remark
    case oddFields
    case recovery
    case timesBack
    case gap
  }

  let kind: Kind
  let text: String

  /// All that is to be said of the rows so far.
  static func all(
    _ encoder: any StreamEncoder, _ memory: TargetMemory, isTrained: Bool, hasRecovered: Bool
  ) -> [SessionNews] {
    var news: [SessionNews] = []
    func add(_ kind: Kind, _ text: String) { news.append(SessionNews(kind: kind, text: text)) }
    if let label = memory.firstSurplus {
      add(
        .surplusClass,
        isTrained
          ? "training did not see the class \(label.quoted): rows of it are not judged"
          : "there is no room for the class \(label.quoted): it counts as missing; --classes says how many there may be"
      )
    }
    if let remark = encoder.remark {
      add(.remark, remark)
    } else if encoder.oddFields > 0 {
      add(
        .oddFields,
        "an input has words where it had numbers, or more different words than there is room for: they count as missing"
      )
    }
    if hasRecovered {
      add(
        .recovery,
        "the network answered with NaN and went back to earlier parameters; a smaller --adapt-rate may keep it from that"
      )
    }
    if encoder.timesBack > 0 {
      add(.timesBack, "the time goes back: such rows count as at the moment of the one before")
    }
    return news
  }
}
