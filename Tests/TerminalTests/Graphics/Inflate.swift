/// Decompresses what zlib compressed (RFC 1950 and 1951), bit by bit: for comparison with what was to be sent.
struct Inflate {
  private let bytes: [UInt8]
  private var position = 0
  private var bit = 0
  private var output: [UInt8] = []

  /// Nil for what is not in the format.
  static func bytes(of data: [UInt8]) -> [UInt8]? {
    guard data.count > 6, data[0] & 15 == 8, (Int(data[0]) << 8 | Int(data[1])) % 31 == 0 else { return nil }
    var inflate = Inflate(bytes: Array(data.dropFirst(2)))
    guard inflate.run() else { return nil }
    var (a, b) = (1, 0)
    for byte in inflate.output { (a, b) = ((a + Int(byte)) % 65_521, (b + a + Int(byte)) % 65_521) }
    let sum = data.suffix(4).reduce(0) { $0 << 8 | Int($1) }
    return sum == b << 16 | a ? inflate.output : nil
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func run() -> Bool {
    while true {
      let isLast = bits(1) == 1
      switch bits(2) {
      case 0:
        if bit > 0 { (position, bit) = (position + 1, 0) }
        let count = bits(16)
        _ = bits(16)
        guard position + count <= bytes.count else { return false }
        output += bytes[position..<position + count]
        position += count
      case 1:
        let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
        guard block(Code(lengths), Code(Array(repeating: 5, count: 30))) else { return false }
      case 2:
        guard let (literals, distances) = codes(), block(literals, distances) else { return false }
      default: return false
      }
      if isLast { return true }
    }
  }

  private mutating func codes() -> (Code, Code)? {
    let (literals, distances, count) = (bits(5) + 257, bits(5) + 1, bits(4) + 4)
    var lengths = Array(repeating: 0, count: 19)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    for place in order.prefix(count) { lengths[place] = bits(3) }
    let code = Code(lengths)
    var all: [Int] = []
    while all.count < literals + distances {
      guard let symbol = symbol(code) else { return nil }
      switch symbol {
      case 16:
        guard let last = all.last else { return nil }
        all += Array(repeating: last, count: bits(2) + 3)
      case 17: all += Array(repeating: 0, count: bits(3) + 3)
      case 18: all += Array(repeating: 0, count: bits(7) + 11)
      default: all.append(symbol)
      }
    }
    return (Code(Array(all.prefix(literals))), Code(Array(all.dropFirst(literals))))
  }

  private mutating func block(_ literals: Code, _ distances: Code) -> Bool {
    while let symbol = symbol(literals) {
      if symbol < 256 {
        output.append(UInt8(symbol))
        continue
      }
      if symbol == 256 { return true }
      let length = Self.value(symbol - 257, perStep: 4, from: 3, bits: { bits($0) })
      guard let code = self.symbol(distances) else { return false }
      let distance = Self.value(code, perStep: 2, from: 1, bits: { bits($0) })
      let count = symbol == 285 ? 258 : length
      guard distance <= output.count else { return false }
      for _ in 0..<count { output.append(output[output.count - distance]) }
    }
    return false
  }

  /// Lengths and distances: so many codes with no extra bits twice, then each step one bit more.
  private static func value(_ code: Int, perStep: Int, from first: Int, bits: (Int) -> Int) -> Int {
    if perStep == 4, code == 28 { return 258 }
    let extra = max(0, code / perStep - 1)
    let base = extra == 0 ? code : (perStep + code % perStep) << extra
    return first + base + bits(extra)
  }

  private mutating func bits(_ count: Int) -> Int {
    var value = 0
    for place in 0..<count {
      guard position < bytes.count else { return value }
      value |= Int(bytes[position] >> UInt8(bit) & 1) << place
      bit += 1
      if bit == 8 { (position, bit) = (position + 1, 0) }
    }
    return value
  }

  private mutating func symbol(_ code: Code) -> Int? {
    var word = 0
    for length in 1...15 {
      word = word << 1 | bits(1)
      if let symbol = code.symbols[length << 16 | word] { return symbol }
    }
    return nil
  }

  /// A canonical Huffman code.
  private struct Code {
    /// By length and word.
    private(set) var symbols: [Int: Int] = [:]

    init(_ lengths: [Int]) {
      var word = 0
      for length in 1...15 {
        for symbol in lengths.indices where lengths[symbol] == length {
          symbols[length << 16 | word] = symbol
          word += 1
        }
        word <<= 1
      }
    }
  }
}
