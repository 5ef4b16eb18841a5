import Foundation
import Liquid
import Text

/// Why a predictor cannot be made, or does not answer to a row. A predictor's state is then what it was before.
public enum PredictorError: Error, Sendable, Hashable {
  // Making one.
  case badModel(path: String, ModelFileError)
  case badSchema(DataError)
  /// The model says nothing of its data, as one that was imported.
  case noSchema(path: String)
  /// The network's inputs and outputs are not those of the data.
  case doesNotFit(inputs: Int, outputs: Int, dataInputs: Int, dataOutputs: Int)
  /// Two inputs, or two outputs, are given the same name.
  case repeatedName(String)
  /// An input, an output or the time is given no name.
  case emptyName

  // A row.
  case missingInput(name: String, suggestions: [String])
  case notANumber(column: String, text: String)
  case notADate(column: String, text: String)
  /// The column that tells times or sequences has no value.
  case missingValue(column: String)
  /// A key is nearly the time column's name, which is not there.
  case misspelledTime(key: String, column: String)
  /// Inputs follow from the time, and the row has none.
  case timeNeeded(column: String)
  case timeGoesBack(column: String, from: Double, to: Double)
  case badElapsed(Double)
  /// Rows do not come at the step to which those of the training were resampled.
  case otherStep(expected: Double, found: Double)
  /// The network's answer is not a finite number.
  case notFinite
}

extension PredictorError: WordedError {
  /// One line: what is wrong, and what to do about it.
  public var description: String {
    switch self {
    case .badModel(let path, let error):
      error.namesFile ? error.description : "\(path.sanitized): \(error)"
    case .badSchema(let error): error.description
    case .noSchema(let path):
      "\(path.sanitized) says nothing of the data that its network was trained on, as an imported network:"
        + " name its columns with Predictor(contentsOf:inputs:outputs:)"
    case .doesNotFit(let inputs, let outputs, let dataInputs, let dataOutputs):
      "the network has \(counted(inputs, "input")) and \(counted(outputs, "output")), the data \(dataInputs) and"
        + " \(dataOutputs): use the schema or the names that the network was trained with"
    case .repeatedName(let name):
      "the name \(name.quoted) is there twice: give each input and each output a name of its own"
    case .emptyName:
      "a name is empty: give each input and each output a name, and the time, or leave time out"
    case .missingInput(let name, let suggestions):
      "the row has no \(name.quoted)\(Self.hint(suggestions)): every input needs a value, nil where it is missing"
    case .notANumber(let column, let text):
      "\(column.quoted): \(text.quoted) is not a number, which this input was in training: give a number, or nil"
    case .notADate(let column, let text):
      "\(column.quoted): \(text.quoted) is not a date in a known form: give it as 2024-05-31T17:30:00Z, or the"
        + " seconds since 1970"
    case .missingValue(let column):
      "\(column.quoted) has no value in this row: give one, or leave the column away"
    case .misspelledTime(let key, let column):
      "the row has \(key.quoted), and the time is called \(column.quoted): use that name, or give the elapsed time"
    case .timeNeeded(let column):
      "the row has no \(column.quoted), from which inputs of the network follow: give the time in each row"
    case .timeGoesBack(let column, let from, let to):
      "\(column.quoted) goes back from \(NumberText.shortest(from)) to \(NumberText.shortest(to)): give rows in the order of"
        + " their times, and call reset() before another sequence"
    case .badElapsed(let elapsed):
      "an elapsed time of \(elapsed) is impossible: give one that is finite and at least 0"
    case .otherStep(let expected, let found):
      "the row comes \(NumberText.shortest(found)) after the one before, and the network was trained on rows every"
        + " \(NumberText.shortest(expected)): give the means of what came since, at that step"
    case .notFinite:
      "the network's answer to this row is not a finite number: look for values far from those of training, or call"
        + " reset()"
    }
  }

  private static func hint(_ names: [String]) -> String {
    names.isEmpty ? "" : ", but maybe \(names.map(\.quoted).joined(separator: " or "))"
  }
}

extension ModelFileError {
  fileprivate var namesFile: Bool {
    switch self {
    case .unreadable, .unwritable, .run: true
    default: false
    }
  }
}
