import Text

func suggestions(for name: String, among known: [String]) -> [String] {
  EditDistance.suggestions(for: name, among: known)
}
