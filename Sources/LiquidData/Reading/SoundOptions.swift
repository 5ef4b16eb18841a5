import Sound
import Text

/// Which features of recordings are read, and how; what is nil has the value that `keys` names.
public struct SoundOptions: Sendable, Hashable, Codable {
  /// What a frame of a recording becomes.
  public enum Features: String, Sendable, Hashable, Codable, CaseIterable {
    /// The energies of bands of equal width in mels, in decibels.
    case logMel = "log-mel"
    /// Mel-frequency cepstral coefficients.
    case mfcc
  }

  /// How frequencies become mels.
  public enum MelScale: String, Sendable, Hashable, Codable, CaseIterable {
    /// Linear below 1000 Hz and logarithmic above.
    case slaney
    /// 2595 log10(1 + f / 700).
    case htk
  }

  /// What is done to each feature over a recording.
  public enum Normalization: String, Sendable, Hashable, Codable, CaseIterable {
    case none
    /// Its mean is subtracted.
    case mean
    /// It is also divided by its standard deviation.
    case deviation
  }

  /// Nil: log-mel.
  public var features: Features?
  /// In hertz; recordings of another rate are resampled. Nil: that of the first file.
  public var rate: Int?
  /// Nil: 40.
  public var bands: Int?
  /// Of mfcc; nil: 13.
  public var coefficients: Int?
  /// In seconds; nil: 0.025.
  public var frame: Double?
  /// In seconds; nil: 0.01.
  public var hop: Double?
  /// Nil: 0, which changes nothing.
  public var preEmphasis: Double?
  /// Nil: 0.
  public var deltas: Int?
  /// Nil: Slaney's.
  public var melScale: MelScale?
  /// In hertz; nil: 0.
  public var lowest: Double?
  /// In hertz; nil: half the rate.
  public var highest: Double?
  /// In decibels; nil: 80.
  public var dynamicRange: Double?
  /// Nil: none.
  public var normalization: Normalization?

  /// Options that leave everything open.
  public init() {}

  /// These options, with others' where they say nothing.
  func filled(from others: SoundOptions) -> SoundOptions {
    var filled = others
    for key in Self.keys {
      if let text = key.text(self) { _ = key.read(text, &filled) }
    }
    return filled
  }

  /// What is wrong with values that are each of their form; nil if nothing is.
  var flaw: String? {
    guard coefficients != nil, features != .mfcc else { return nil }
    return "'coefficients' means nothing without features=mfcc"
  }

  /// - Parameter rate: where the options name none.
  func settings(rate: Int) -> SpectralSettings {
    var settings = SpectralSettings(rate: self.rate ?? rate)
    settings.features = features == .mfcc ? .mfcc : .logMel
    settings.bands = bands ?? settings.bands
    settings.coefficients = coefficients ?? settings.coefficients
    settings.frame = frame ?? settings.frame
    settings.hop = hop ?? settings.hop
    settings.preEmphasis = preEmphasis ?? settings.preEmphasis
    settings.deltas = deltas ?? settings.deltas
    settings.scale = melScale == .htk ? .htk : .slaney
    settings.lowest = lowest ?? settings.lowest
    settings.highest = highest
    settings.dynamicRange = dynamicRange ?? settings.dynamicRange
    settings.normalization =
      switch normalization {
      case nil, .some(.none): .none
      case .mean: .mean
      case .deviation: .deviation
      }
    return settings
  }

  /// The middle of each band in hertz by the name of its column, where the features are bands of a known rate.
  var centres: [String: Double]? {
    guard features != .mfcc, let rate, let analyzer = try? SpectralAnalyzer(settings(rate: rate)) else {
      return nil
    }
    return Dictionary(uniqueKeysWithValues: zip(analyzer.settings.names, analyzer.centres))
  }
}

extension SoundOptions {
  /// An option with its form and its meaning: one table for task files, the command line and the documentation.
  package struct Key: Sendable {
    package let name: String
    package let form: TaskFileForm
    package let help: String
    /// False where the text has another form.
    let read: @Sendable (String, inout SoundOptions) -> Bool
    /// Nil where it is left open.
    let text: @Sendable (SoundOptions) -> String?
  }

  package static let keys: [Key] = [
    choice(
      "features", \.features, "what a frame becomes: energies of bands or cepstral coefficients; else log-mel"
    ),
    count(
      "rate", \.rate, 1...10_000_000,
      "samples a second, to which all are resampled; else those of the first file"),
    count("bands", \.bands, 1...1024, "bands of equal width in mels; else 40"),
    count("coefficients", \.coefficients, 1...1024, "coefficients of mfcc; else 13"),
    number("frame", \.frame, "the length of a frame in seconds; else 0.025", atLeast: 0.0001),
    number("hop", \.hop, "seconds from one frame to the next; else 0.01", atLeast: 0.0001),
    number(
      "pre-emphasis", \.preEmphasis, "the share of each sample that is taken from the next; else 0", below: 1),
    count("deltas", \.deltas, 0...2, "how often the change of each feature is added as another; else 0"),
    choice("mel-scale", \.melScale, "how frequencies become mels; else slaney"),
    number("lowest", \.lowest, "the lowest frequency of the bands in hertz; else 0"),
    number(
      "highest", \.highest, "the highest frequency of the bands in hertz; else half the rate", atLeast: 1),
    number(
      "dynamic-range", \.dynamicRange,
      "decibels below a recording's loudest band at which energies end; else 80",
      atLeast: 1),
    choice("normalization", \.normalization, "what is taken out of each feature of a recording; else none"),
  ]

  private static func choice<Value: RawRepresentable<String> & CaseIterable & SendableMetatype>(
    _ name: String, _ path: WritableKeyPath<SoundOptions, Value?> & Sendable, _ help: String
  ) -> Key {
    Key(
      name: name, form: .cases(of: Value.self), help: help,
      read: { text, options in
        options[keyPath: path] = Value(rawValue: text.replacing("_", with: "-"))
        return options[keyPath: path] != nil
      },
      text: { $0[keyPath: path]?.rawValue })
  }

  private static func count(
    _ name: String, _ path: WritableKeyPath<SoundOptions, Int?> & Sendable, _ range: ClosedRange<Int>,
    _ help: String
  ) -> Key {
    Key(
      name: name, form: .whole(from: range.lowerBound, through: range.upperBound), help: help,
      read: { text, options in
        options[keyPath: path] = Int(text).flatMap { range.contains($0) ? $0 : nil }
        return options[keyPath: path] != nil
      },
      text: { $0[keyPath: path].map(String.init) })
  }

  private static func number(
    _ name: String, _ path: WritableKeyPath<SoundOptions, Double?> & Sendable, _ help: String,
    atLeast lowest: Double = 0, below end: Double = .infinity
  ) -> Key {
    Key(
      name: name, form: .number(atLeast: lowest, below: end.isFinite ? end : nil), help: help,
      read: { text, options in
        options[keyPath: path] = Double(text).flatMap { $0 >= lowest && $0 < end ? $0 : nil }
        return options[keyPath: path] != nil
      },
      text: { $0[keyPath: path].map(NumberText.shortest) })
  }

  private static let keysByName = Dictionary(uniqueKeysWithValues: keys.map { ($0.name, $0) })

  /// Reads `features=mfcc,bands=26`.
  ///
  /// - Throws: what must be changed, in words.
  package init(text: String) throws(Flaw) {
    self.init()
    var seen: Set<String> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(\.trimmed)
      guard let key = Self.keysByName[sides[0]] else {
        let names = Self.keys.map(\.name)
        let near = EditDistance.nearest(to: sides[0], among: names).map { "did you mean '\($0)'?" }
        throw Flaw(
          description:
            "'\(sides[0].displayed)' is no word for sound; \(near ?? "there are " + names.joined(separator: ", "))"
        )
      }
      guard seen.insert(key.name).inserted else {
        throw Flaw(description: "'\(key.name)' is given twice")
      }
      guard sides.count == 2, key.read(sides[1], &self) else {
        throw Flaw(description: "'\(key.name)' must be \(key.form.words), such as \(key.name)=…")
      }
    }
  }

  /// Why a text cannot be read as options.
  package struct Flaw: Error, CustomStringConvertible {
    package let description: String
  }

  /// What `init(text:)` reads as the same options.
  package var text: String {
    Self.keys.compactMap { key in key.text(self).map { "\(key.name)=\($0)" } }.joined(separator: ",")
  }
}
