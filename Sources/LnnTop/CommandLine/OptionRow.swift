/// One option of a command: its name, what help says about it, and the property it sets.
struct OptionRow<Options: Sendable>: Sendable {
  /// A property that rows may refer to from any thread.
  typealias Property<Value> = WritableKeyPath<Options, Value> & Sendable

  /// Without the dashes.
  let long: String
  let short: Character?
  /// What stands for the value in help; nil where the option takes none.
  let placeholder: String?
  /// The default as help shows it.
  let defaultText: @Sendable (Options) -> String?
  let help: String
  let apply: @Sendable (inout Options, String) throws(ValueProblem) -> Void
  /// The value in force, for the record; nil where there is none.
  let recorded: @Sendable (Options) -> String?
  /// What switches a flag off; nil where the option takes a value.
  var clear: (@Sendable (inout Options) -> Void)?
  /// Why the option means nothing beside the others; nil where it means something.
  var objection: @Sendable (Options) -> UsageError.Cause? = { _ in nil }
  /// What a shell completes its value with.
  var suggestions = Suggestions.others(.none)
  var resumption = Resumption.fixed
  /// The name that the option had in an earlier version: still read, but not shown.
  var formerName: String?
  /// What its value is in files.
  var kind = ValueKind.text
  /// Whether a task file may have the option where it means nothing for the network that it describes: those of a
  /// comparison may have other layers and readouts. A note then says that it changes nothing.
  var isNotedWhereIdle = false

  /// `--long`
  var name: String { "--\(long)" }

  /// Without the dashes, what switches a flag off that a file, a run or an earlier word has switched on, such as
  /// `no-residual`; nil where the option takes a value, or says no itself.
  var negation: String? { clear == nil || long.hasPrefix("no-") ? nil : "no-\(long)" }

  func isNamed(_ name: String) -> Bool { name == long || name == formerName }

  /// The option's value in a file or record, under its name or its former one.
  func word(in words: [String: String]) -> String? {
    words[long] ?? formerName.flatMap { words[$0] }
  }

  /// Takes a word of a file or record, where a flag has a value, too: `false` switches it off. A record may say after
  /// a colon what the flag means.
  func take(_ word: String, into options: inout Options) throws(ValueProblem) {
    if let clear, try !ValueFormat<Bool>.onOff.parse(String(word.prefix { $0 != ":" })) {
      clear(&options)
    } else {
      try apply(&options, word)
    }
  }

  /// The word that `take` reads as the value in force; nil where there is none.
  func word(for options: Options) -> String? {
    clear == nil ? recorded(options) : ValueFormat<Bool>.onOff.text(!isOff(options))
  }

  /// What a command line says for a word that `take` reads: a flag's name alone, or that of its negation.
  func commandLine(for word: String?) -> [String] {
    guard clear != nil else { return word.map { [name, $0] } ?? [name] }
    let isOn = word.flatMap { try? ValueFormat<Bool>.onOff.parse(String($0.prefix { $0 != ":" })) } ?? false
    return [isOn ? name : negation.map { "--\($0)" } ?? name]
  }

  /// Whether it is a flag that is switched off: such a one means something beside all others.
  func isOff(_ options: Options) -> Bool { clear != nil && recorded(options) == nil }
}

extension OptionRow {
  /// An option with a value that is always there; `shownDefault` replaces a default that depends on the machine.
  static func value<Value>(
    _ long: String, short: Character? = nil, _ property: any Property<Value>, _ format: ValueFormat<Value>,
    shownDefault: String? = nil, _ help: String
  ) -> Self {
    let recorded: @Sendable (Options) -> String? = { format.text($0[keyPath: property]) }
    return Self(
      long: long, short: short, placeholder: format.placeholder,
      defaultText: { shownDefault ?? recorded($0) }, help: help,
      apply: { options, word throws(ValueProblem) in options[keyPath: property] = try format.parse(word) },
      recorded: recorded, suggestions: format.offered, kind: format.kind)
  }

  /// An option with a value that may be absent; `shownDefault` says what happens then.
  static func optional<Value>(
    _ long: String, short: Character? = nil, _ property: any Property<Value?>, _ format: ValueFormat<Value>,
    shownDefault: String? = nil, _ help: String
  ) -> Self {
    Self(
      long: long, short: short, placeholder: format.placeholder, defaultText: { _ in shownDefault },
      help: help,
      apply: { options, word throws(ValueProblem) in options[keyPath: property] = try format.parse(word) },
      recorded: { $0[keyPath: property].map(format.text) }, suggestions: format.offered, kind: format.kind)
  }

  /// An option without a value, which sets a property to true.
  ///
  /// - Parameter meaning: what the record says of it after a colon.
  static func flag(
    _ long: String, short: Character? = nil, _ property: any Property<Bool>, meaning: String? = nil,
    _ help: String
  ) -> Self {
    let record = meaning.map { "true: \($0)" } ?? "true"
    return Self(
      long: long, short: short, placeholder: nil, defaultText: { _ in nil }, help: help,
      apply: { options, _ in options[keyPath: property] = true },
      recorded: { $0[keyPath: property] ? record : nil },
      clear: { $0[keyPath: property] = false }, kind: .onOff)
  }
}

extension OptionRow {
  /// The same option with a further reason why it may mean nothing beside the others, unless it is a flag that is
  /// switched off.
  func objecting(_ further: @escaping @Sendable (Options) -> UsageError.Cause?) -> Self {
    var row = self
    row.objection = { [self] options in
      objection(options) ?? (isOff(options) ? nil : further(options))
    }
    return row
  }

  /// The same option, which means nothing unless a condition is met.
  ///
  /// - Parameter other: the condition as the message has it, such as `--kind forecast`.
  func needing(_ other: String, where isMet: @escaping @Sendable (Options) -> Bool) -> Self {
    objecting { [name] in isMet($0) ? nil : .needs(option: name, other: other) }
  }

  /// The same option where others judge whether it means something.
  var withoutObjection: Self {
    var row = self
    row.objection = { _ in nil }
    return row
  }

  /// The same option, which a task file may have where it means nothing.
  var notedWhereIdle: Self {
    var row = self
    row.isNotedWhereIdle = true
    return row
  }

  /// The same option, which was called otherwise in an earlier version.
  func formerly(_ name: String) -> Self {
    var row = self
    row.formerName = name
    return row
  }

  /// The same option, whose value is completed with other things than its placeholder says.
  func suggesting(_ suggestions: Suggestions) -> Self {
    var row = self
    row.suggestions = suggestions
    return row
  }

  func whenResumed(_ resumption: Resumption) -> Self {
    var row = self
    row.resumption = resumption
    return row
  }

  /// The same option of a command that has these options among its own.
  func lifted<Outer>(
    from read: @escaping @Sendable (Outer) -> Options,
    to write: @escaping @Sendable (inout Outer, Options) -> Void,
    shownDefault: String? = nil
  ) -> OptionRow<Outer> {
    OptionRow<Outer>(
      long: long, short: short, placeholder: placeholder,
      defaultText: { [defaultText] in shownDefault ?? defaultText(read($0)) }, help: help,
      apply: { [apply] outer, word throws(ValueProblem) in
        var options = read(outer)
        try apply(&options, word)
        write(&outer, options)
      },
      recorded: { [recorded] in recorded(read($0)) },
      clear: clear.map { clear in
        { @Sendable outer in
          var options = read(outer)
          clear(&options)
          write(&outer, options)
        }
      }, objection: { [objection] in objection(read($0)) }, suggestions: suggestions, formerName: formerName,
      kind: kind)
  }
}

/// What becomes of an option of a recorded run that is resumed.
enum Resumption: Sendable {
  /// The run's value holds; the command line may not have another.
  case fixed
  /// The run's value holds unless the command line has another.
  case changeable
  /// The command line alone has the say.
  case forgotten
}

/// Options that help lists under one heading.
struct OptionGroup<Options: Sendable>: Sendable {
  let heading: String
  let rows: [OptionRow<Options>]

  init(_ heading: String, _ rows: [OptionRow<Options>]) {
    self.heading = heading
    self.rows = rows
  }
}

/// One argument without dashes.
struct PositionalRow<Options: Sendable>: Sendable {
  /// What stands for it in help, such as `DATA`; in lower case it is the name it is recorded under.
  let placeholder: String
  let isRequired: Bool
  /// True where it takes every further argument, too; only the last one may.
  var isRepeated = false
  /// Whether other options make a required one needless.
  var isWaived: @Sendable (Options) -> Bool = { _ in false }
  let help: String
  let apply: @Sendable (inout Options, String) -> Void
  let recorded: @Sendable (Options) -> String?
  /// What a shell completes it with; nil: with what the placeholder says.
  var otherSuggestions: Suggestions?

  var suggestions: Suggestions { otherSuggestions ?? Suggestions(placeholder: placeholder) }

  /// The same argument, completed with other things than its placeholder says.
  func suggesting(_ suggestions: Suggestions) -> Self {
    var row = self
    row.otherSuggestions = suggestions
    return row
  }

  /// An argument that must be there.
  static func required(
    _ placeholder: String, _ property: any OptionRow<Options>.Property<String>, _ help: String
  ) -> Self {
    Self(
      placeholder: placeholder, isRequired: true, help: help,
      apply: { $0[keyPath: property] = $1 }, recorded: { $0[keyPath: property] })
  }

  /// One argument or more; none is enough where it is not required.
  static func repeated(
    _ placeholder: String, isRequired: Bool = true, _ property: any OptionRow<Options>.Property<[String]>,
    _ help: String
  ) -> Self {
    Self(
      placeholder: placeholder, isRequired: isRequired, isRepeated: true, help: help,
      apply: { $0[keyPath: property].append($1) },
      recorded: { $0[keyPath: property].isEmpty ? nil : $0[keyPath: property].joined(separator: " ") })
  }

  /// An argument whose property may be nil in other ways to call the program.
  static func optional(
    _ placeholder: String, isRequired: Bool = false,
    unless isWaived: @escaping @Sendable (Options) -> Bool = { _ in false },
    _ property: any OptionRow<Options>.Property<String?>, _ help: String
  ) -> Self {
    Self(
      placeholder: placeholder, isRequired: isRequired, isWaived: isWaived, help: help,
      apply: { $0[keyPath: property] = $1 }, recorded: { $0[keyPath: property] })
  }
}
