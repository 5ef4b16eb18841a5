import Text

/// What the words in tables of synapses mean, whoever wrote them.
enum ConnectomeWords {
  /// A synapse as one row of a table has it.
  enum SynapseType: Sendable, Hashable {
    /// From the first neuron to the second.
    case sent
    /// From the second neuron to the first: the same synapse as the other neuron's `sent` row.
    case received
    /// A gap junction, which has no direction.
    case electrical
    /// Onto a muscle.
    case muscle
  }

  /// What a neuron is for. One neuron may have several roles.
  enum Role: String, Sendable, Hashable, CaseIterable {
    case sensory
    case inter
    case motor
    /// No neuron, such as a muscle.
    case other
  }

  // MARK: - Columns

  /// A name of a column in small letters, without spaces and signs.
  private static func letters(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  /// The same without what does not tell columns apart: `pre_root_id` is `pre`.
  private static func key(_ name: String) -> String {
    ["neuron", "cell", "node", "root", "body", "name", "id"].reduce(letters(name)) {
      $0.replacing($1, with: "")
    }
  }

  /// The first of the names with the first of the words that any of them has: the same column in any order of columns.
  static func column(_ words: [String], among names: [String]) -> String? {
    for word in words {
      if let name = names.first(where: { key($0) == word || letters($0) == word }) { return name }
    }
    return nil
  }

  static let sources = [
    "pre", "presynaptic", "source", "src", "from", "sender", "sending", "neuron1", "cell1", "node1",
    "neurona", "cella", "nodea",
  ]
  static let targets = [
    "post", "postsynaptic", "target", "to", "receiver", "receiving", "neuron2", "cell2", "node2",
    "neuronb", "cellb", "nodeb",
  ]
  static let types = ["type", "synapsetype", "connectiontype", "edgetype", "kind"]
  static let weights = [
    "weight", "weights", "count", "synapses", "synapsecount", "syncount", "nbr", "number", "n", "strength",
  ]
  static let polarities = ["polarity", "sign", "effect", "neurotransmitter", "transmitter", "nt", "nttype"]
  static let sourceRoles = ["prerole", "presynapticrole", "sourcerole", "fromrole", "1role", "role1"]
  static let targetRoles = ["postrole", "postsynapticrole", "targetrole", "torole", "2role", "role2"]
  /// What `key` leaves of "Neuron", "name" and "cell id".
  static let names = [""]
  static let roles = ["role", "roles", "landmark", "function", "type", "class", "category", "layer"]

  /// Whether the roles in a column are places that neurons touch, as in WormAtlas's table of fixed points.
  static func holdsLandmarks(_ column: String) -> Bool { key(column) == "landmark" }

  // MARK: - Values

  /// A word in small letters, without spaces, hyphens and underscores.
  private static func plain(_ text: String) -> String {
    text.lowercased().filter { !$0.isWhitespace && $0 != "-" && $0 != "_" }
  }

  /// The type that a word stands for; nil where it is none.
  ///
  /// WormAtlas's table has S and Sp for synapses that the first neuron sends (p: to several neurons at once), R and Rp
  /// for those it receives, EJ for electrical junctions and NMJ for those with muscles. A transmitter, or an effect, is
  /// a chemical synapse.
  static func type(_ text: String) -> SynapseType? {
    switch plain(text) {
    case "", "chemical", "chem", "c", "synapse", "syn", "synaptic", "chemicalsynapse", "s", "sp", "send",
      "sendpoly":
      .sent
    case "r", "rp", "receive", "receivepoly": .received
    case "electrical", "electric", "elec", "e", "ej", "gj", "gap", "gapjunction", "gapjunctions", "genericgj",
      "electricalsynapse", "electricaljunction":
      .electrical
    case "nmj", "muscle", "neuromuscular", "neuromuscularjunction": .muscle
    default: polarity(text) == nil ? nil : .sent
    }
  }

  /// +1 or -1; nil where the word says neither, such as the name of a transmitter that does both.
  static func polarity(_ text: String) -> Int? {
    if let number = Double(text), number != 0, !number.isNaN { return number > 0 ? 1 : -1 }
    switch plain(text) {
    // `plain` leaves nothing of a hyphen.
    case "+", "e", "ex", "exc", "excitatory", "excitation", "excites", "acetylcholine", "ach", "cholinergic",
      "glutamate", "glu", "glut", "glutamatergic":
      return 1
    case "i", "in", "inh", "inhibitory", "inhibition", "inhibits", "gaba", "gabaergic": return -1
    default: return ["-", "\u{2212}", "\u{2013}"].contains(text.trimmed) ? -1 : nil
    }
  }

  /// The roles in a text such as `sensory/motor`; nil where a word in it is none.
  ///
  /// - Parameter isLandmark: whether it is the place that a neuron touches: a sensory organ, or a muscle.
  static func roles(_ text: String, isLandmark: Bool) throws(UnknownRole) -> Set<Role> {
    var roles: Set<Role> = []
    for part in text.split(whereSeparator: { "/;,&+|".contains($0) }) {
      let word = String(part).trimmed
      guard !word.isEmpty else { continue }
      guard let role = role(word, isLandmark: isLandmark) else { throw UnknownRole(word: word) }
      roles.insert(role)
    }
    return roles
  }

  struct UnknownRole: Error {
    let word: String
  }

  private static func role(_ word: String, isLandmark: Bool) -> Role? {
    switch plain(word).replacing("neurons", with: "").replacing("neuron", with: "") {
    case "sensory", "sensor", "sensorynb", "input", "afferent": return .sensory
    case "inter", "command", "hidden", "interneuron": return .inter
    case "motor", "moto", "output", "efferent": return .motor
    case "muscle", "muscles", "glia", "other", "organ", "none": return .other
    default:
      // Muscles are called MDL08, MVULVA and so on: who touches one moves it.
      return isLandmark && word.first == "M" && word.count > 2 ? .motor : nil
    }
  }
}
