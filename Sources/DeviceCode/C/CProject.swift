import Text

/// What makes a folder of C a project: a Makefile, an Arduino library, a README.
struct CProject {
  let source: CSource
  /// The version of the program that wrote it.
  let version: String
  /// What the network is worth, for the README: lines of Markdown.
  let facts: [String]

  private var lower: String { source.names.lower }
  private var upper: String { source.names.upper }

  var files: [CSource.File] {
    [
      .init(path: "Makefile", text: makefile),
      .init(path: "library.properties", text: library),
      .init(path: "README.md", text: readme),
      .init(path: "examples/\(sketch)/\(sketch).ino", text: example),
    ] + (levels.map { [.init(path: source.names.levelsFile, text: $0)] } ?? [])
      + (source.interface.vocabulary.map { [.init(path: source.names.vocabularyFile, text: $0.text)] } ?? [])
  }

  /// The levels of inputs that have too many for constants, but for words, as JSON: a list for each; nil where there are
  /// none.
  private var levels: String? {
    let lists = source.interface.inputs.compactMap { input -> String? in
      guard case .index(_, let names, _) = input.kind, input.namedLevels == nil, !names.isEmpty,
        input.name != source.interface.vocabulary?.input
      else { return nil }
      let words = names.map { "  " + CText.json($0) }.joined(separator: ",\n")
      return "\(CText.json(input.name)): [\n\(words)\n]"
    }
    return lists.isEmpty ? nil : "{\(lists.joined(separator: ",\n"))}\n"
  }

  private var sketch: String { lower + "_blink" }

  private var makefile: String {
    """
    # make test     the self-test, built for this machine
    # make size     how large the network is; CC=arm-none-eabi-gcc CFLAGS='-Os -mcpu=cortex-m4 -mthumb' for a chip

    CC ?= cc
    SIZE ?= size
    CFLAGS ?= -O2

    OBJECTS = \(lower).o \(lower)_weights.o

    .PHONY: test size clean

    test: \(lower)_test
    \t./\(lower)_test

    \(lower)_test: $(OBJECTS) \(lower)_test.c
    \t$(CC) $(CFLAGS) -D\(upper)_TEST_MAIN -o $@ \(lower)_test.c $(OBJECTS)

    size: $(OBJECTS)
    \t$(SIZE) -t $(OBJECTS)

    $(OBJECTS): \(lower).h \(lower)_tables.h

    clean:
    \trm -f $(OBJECTS) \(lower)_test

    """
  }

  private var library: String {
    // One line each: a name from a file cannot add another.
    func line(_ text: String) -> String {
      text.sanitized.replacingOccurrences(of: "\n", with: " ").replacingOccurrences(of: "\r", with: " ")
    }
    return """
      name=\(lower)
      version=1.0.0
      author=lnn-top
      maintainer=lnn-top
      sentence=\(line(source.description.first ?? lower))
      paragraph=\(line(source.description.dropFirst().joined(separator: "; ")))
      category=Data Processing
      url=
      architectures=*
      includes=\(lower).h

      """
  }

  private var readme: String {
    let inputs = source.interface.inputs.map { input -> String in
      let kind: String
      switch input.kind {
      case .index(let levels, let names, _)
      where input.namedLevels == nil || input.name == source.interface.vocabulary?.input:
        let file = source.names.file(of: input, in: source.interface)
        kind = "0 to \(levels - 1)" + (names.isEmpty ? "" : ", in the order of `\(file)`")
      case .category, .index:
        let levels = input.namedLevels ?? []
        kind = levels.enumerated().map { "\($0) \(cell($1))" }.joined(separator: ", ")
      case .number:
        kind =
          input.range.map { "\(Float($0.lowerBound)) to \(Float($0.upperBound)) in training" } ?? "a number"
      }
      return "| \(cell(input.name)) | \(kind) |"
    }
    let outputs = source.interface.outputs.map { "| \(cell($0.name)) |" }
    return """
      # \(lower)

      \(source.description.map { "\(cell($0))  " }.joined(separator: "\n"))

      \(facts.joined(separator: "\n"))

      ## Use
      ```c
      #include "\(lower).h"

      \(lower)_state state;
      float outputs[\(upper)_OUTPUTS];

      \(lower)_init(&state);
      /* for each row of values: */
      \(lower)_step(&state, inputs, elapsed, outputs);
      ```
      `make test` runs the self-test on this machine; `\(lower)_test()` in `\(lower)_test.c` does on the device. Build `\(lower).c` and
      `\(lower)_weights.c` as C99 or later or C++17, without `-ffast-math` (it is refused) and, with clang, without
      `-ffp-contract=fast`. They need no library. As an Arduino library: copy this folder into `libraries`.

      \(recipe)## Inputs, in this order
      | value | what it may be |
      |---|---|
      \(inputs.joined(separator: "\n"))

      ## Outputs, in this order
      | value |
      |---|
      \(outputs.joined(separator: "\n"))

      ## Files
      | file | what it is |
      |---|---|
      | `\(lower).h` | how to use the network |
      | `\(lower).c`, `\(lower)_weights.c`, `\(lower)_tables.h` | the network |
      | `\(lower)_test.c` | rows of its data and what it must answer |
      | `\(lower)_report.h`, `\(lower)_report.c` | a line of JSON for each step, for `lnn-top stream serial:PORT --twin MODEL` |
      | `examples` | a sketch for Arduino |\(levels == nil ? "" : "\n| `\(source.names.levelsFile)` | the levels of inputs that have very many |")\(vocabularyRow)

      Written by lnn-top \(version).

      """
  }

  /// A section of the README; empty where the inputs' names say enough.
  private var recipe: String {
    if source.interface.recipe.isEmpty { return "" }
    // Markdown would take what is in angle brackets for a tag.
    let lines = source.interface.recipe.map { "* " + cell($0).replacing("<", with: "\\<") }
    return "## What to feed in\n" + lines.joined(separator: "\n") + "\n\n"
  }

  private var vocabularyRow: String {
    source.interface.vocabulary == nil
      ? ""
      : "\n| `\(source.names.vocabularyFile)` | the vocabulary: a token a line, that of index 0 first; `\\n`, `\\u2028` and `\\\\`"
        + " are a line end, a control character and a backslash |"
  }

  /// Text from a file within a table of Markdown.
  private func cell(_ text: String) -> String {
    text.sanitized.replacingOccurrences(of: "|", with: "\\|").replacingOccurrences(of: "\n", with: " ")
  }

  private var example: String {
    """
    // Runs the network on values that it reads, lights the board's lamp while its first answer is above that at rest,
    // and prints each step as a line of JSON. Put your sensors into readInputs; \(lower).h has their order and ranges.
    // A usual step takes \(Float(source.interface.time.usualStep)) (\(CText.commentText(source.interface.time.unit))).
    #include "\(lower).h"
    #include "\(lower)_report.h"

    static \(lower)_state state;
    static float rest;
    static bool isFirst = true;
    static unsigned long before;

    static void readInputs(float inputs[\(upper)_INPUTS]) {
      for (int i = 0; i < \(upper)_INPUTS; i++) inputs[i] = (float)analogRead(A0 + i);
    }

    static void put(const char *text, void *) { Serial.print(text); }

    void setup() {
      Serial.begin(115200);
      pinMode(LED_BUILTIN, OUTPUT);
      \(lower)_init(&state);
      before = millis();
    }

    void loop() {
      float inputs[\(upper)_INPUTS];
      float outputs[\(upper)_OUTPUTS];
      const unsigned long now = millis();
      const float elapsed = (float)(now - before) / \(millisecondsPerUnit);
      before = now;
      readInputs(inputs);
      \(lower)_step(&state, inputs, elapsed, outputs);
      if (isFirst) rest = outputs[0];
      digitalWrite(LED_BUILTIN, outputs[0] > rest ? HIGH : LOW);
      \(lower)_report(inputs, elapsed, outputs, isFirst, put, nullptr);
      isFirst = false;
      delay(\(pause));
    }

    """
  }

  /// Milliseconds in the unit of the elapsed times; a usual step where that is no unit of time.
  private var milliseconds: Double {
    switch source.interface.time.unit {
    case "us": 0.001
    case "ms": 1
    case "s": 1000
    case "min": 60_000
    case "h": 3_600_000
    case "d": 86_400_000
    default: 100 / source.interface.time.usualStep
    }
  }

  private var millisecondsPerUnit: String { CText.literal(Float(milliseconds)) }

  /// Between steps, in milliseconds.
  private var pause: Int {
    Int(saturating: min(max((milliseconds * source.interface.time.usualStep).rounded(), 1), 60_000))
  }
}

extension CSource {
  /// Everything in the folder.
  ///
  /// - Parameters:
  ///   - version: of the program that writes it.
  ///   - facts: what the network is worth, as lines of Markdown.
  package func files(_ vectors: CTestVectors, version: String, facts: [String]) -> [File] {
    sources + [tablesHeader, selfTest(vectors)] + report
      + CProject(source: self, version: version, facts: facts).files
  }
}
