import Liquid
import TestSupport
import Testing

/// Changes a file's bytes at random: some bits, some bytes, a cut, an insertion, digits and signs in the header.
struct Mutator {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func mutate(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0...generator.integer(below: 4) where !bytes.isEmpty {
      let place = generator.integer(below: bytes.count)
      switch generator.integer(below: 6) {
      case 0: bytes[place] ^= 1 << UInt8(generator.integer(below: 8))
      case 1: bytes[place] = UInt8(generator.integer(below: 256))
      case 2: bytes.removeSubrange(place..<min(place + 1 + generator.integer(below: 8), bytes.count))
      case 3:
        bytes.insert(
          contentsOf: Array(#"9-,{}[]":\e0"#.utf8).shuffled(using: &generator).prefix(3), at: place)
      case 4: changeDigit(in: &bytes)
      default: bytes.swapAt(place, generator.integer(below: bytes.count))
      }
    }
    return bytes
  }

  /// Keeps the header well formed and its numbers wrong.
  private mutating func changeDigit(in bytes: inout [UInt8]) {
    let digits = bytes.indices.filter { (0x30...0x39).contains(bytes[$0]) }
    guard !digits.isEmpty else { return }
    bytes[digits[generator.integer(below: digits.count)]] = UInt8(0x30 + generator.integer(below: 10))
  }
}

@Suite struct SafetensorsFuzzTests {
  @Test
  func noDamageTrapsBytesAreRefusedOrGiveTensorsThatFitWithinThem() {
    let original = sampleSafetensors().serialized()
    var refused = 0
    let cases = Thoroughness.cases(4_000)
    for seed in 0..<UInt64(cases) {
      var mutator = Mutator(seed: seed)
      let bytes = mutator.mutate(original)
      do {
        let file = try Safetensors(bytes)
        let total = file.tensors.reduce(0) { $0 + $1.bytes.count }
        #expect(total <= bytes.count, "seed \(seed)")
      } catch {
        #expect(!error.description.isEmpty, "seed \(seed)")
        refused += 1
      }
    }
    #expect(refused > cases / 2)
  }

  @Test
  func everyCutOfAFileIsRefused() {
    let original = sampleSafetensors().serialized()
    for count in original.indices {
      #expect(throws: SafetensorsError.self, "cut at \(count)") { try Safetensors(Array(original[..<count])) }
    }
  }
}
