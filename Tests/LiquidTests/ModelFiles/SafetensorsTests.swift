import Liquid
import Testing

@Suite struct SafetensorsTests {
  @Test
  func readingWhatWasWrittenGivesTheSameTensorsAndMetadata() throws {
    let sample = sampleSafetensors()
    let read = try Safetensors(sample.serialized())
    #expect(read.metadata == sample.metadata)
    #expect(Set(read.tensors) == Set(sample.tensors))
    #expect(try read["floats"]?.floats() == [0, -1.5, .pi, .greatestFiniteMagnitude])
    #expect(try read["doubles"]?.doubles() == [-0.1])
    #expect(try read["small"]?.int32s() == [.min, .max])
    #expect(try read["large"]?.int64s() == [.min])
    #expect(try read["bytes"]?.uint8s() == [0, 7, 255])
    #expect(read["nothing"]?.shape == [4, 0])
    #expect(read["other"] == nil)
  }

  @Test
  func theBytesAreExactlyThoseThatTheFormatDescribes() {
    let file = Safetensors(
      tensors: [SafetensorsTensor(name: "a", shape: [1], floats: [1])], metadata: ["k": "v"])
    let header = #"{"__metadata__":{"k":"v"},"a":{"data_offsets":[0,4],"dtype":"F32","shape":[1]}}"#
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    #expect(file.serialized() == safetensorsBytes(header: padded, data: [0, 0, 0x80, 0x3F]))
  }

  @Test
  func everyTensorLiesAtAMultipleOfItsElementsSize() throws {
    let bytes = sampleSafetensors().serialized()
    for tensor in try Safetensors(bytes).tensors where tensor.count > 0 {
      #expect(tensor.bytes.startIndex % tensor.type.size == 0, "\(tensor.name)")
    }
  }

  @Test
  func dataOfTheWrongTypeAreRefusedByName() throws {
    let tensor = try #require(sampleSafetensors()["small"])
    #expect(throws: SafetensorsError.wrongType(tensor: "small", expected: "F32", found: "I32")) {
      try tensor.floats()
    }
  }

  @Test(arguments: [
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}"#,
      SafetensorsError.badOffsets(tensor: "a", begin: 0, end: 12, dataBytes: 8)
    ),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#,
      .badOffsets(tensor: "a", begin: 8, end: 0, dataBytes: 8)
    ),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#,
      .badOffsets(tensor: "a", begin: -8, end: 0, dataBytes: 8)
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#,
      .wrongSize(tensor: "a", expected: 4, found: 8)
    ),
    (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, .badShape(tensor: "a", shape: [-2])),
    (
      #"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}"#,
      .badShape(tensor: "a", shape: [4_294_967_296, 4_294_967_296])
    ),
    (#"{"a":{"dtype":"F8","shape":[2],"data_offsets":[0,8]}}"#, .unsupportedType(tensor: "a", type: "F8")),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#,
      .badEntry(tensor: "a", reason: "it has 1 offsets instead of 2")
    ),
    (#"{"a":{"shape":[2],"data_offsets":[0,8]}}"#, .badEntry(tensor: "a", reason: "it has no dtype")),
    (
      #"{"a":{"dtype":"F32","shape":"x","data_offsets":[0,8]}}"#,
      .badEntry(tensor: "a", reason: "'shape' has the wrong type")
    ),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, .unusedBytes(4, before: nil)),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, .unusedBytes(4, before: "a")),
    (
      #"{"a":{"dtype":"U8","shape":[5],"data_offsets":[0,5]},"b":{"dtype":"U8","shape":[5],"data_offsets":[3,8]}}"#,
      .overlap(tensor: "a", other: "b")
    ),
    (
      #"{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"\u0061":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}"#,
      .duplicateName("a")
    ),
    ("[]", .badHeader("its header is not a JSON object")),
    ("", .badHeader("its header is not a JSON object")),
    ("{", .badHeader("its header: it is not proper JSON")),
  ])
  func aHeaderThatLiesIsRefusedNamingTheTensor(header: String, error: SafetensorsError) {
    #expect(throws: error) {
      try Safetensors(safetensorsBytes(header: header, data: [UInt8](repeating: 1, count: 8)))
    }
  }

  @Test
  func aHeaderLengthThatLiesIsRefusedWithoutReadingOn() {
    #expect(throws: SafetensorsError.truncated(bytes: 10, needed: 11)) {
      try Safetensors(safetensorsBytes(header: "{}", length: 3))
    }
    #expect(throws: SafetensorsError.headerTooLong(.max, limit: 100_000_000)) {
      try Safetensors(safetensorsBytes(header: "{}", length: .max))
    }
    #expect(throws: SafetensorsError.truncated(bytes: 0, needed: 8)) { try Safetensors([]) }
  }

  @Test
  func controlCharactersInNamesNeverReachAMessage() {
    let error = SafetensorsError.duplicateName(
      "\u{1B}[2J\u{7}\u{9B}x" + String(repeating: "long", count: 1000))
    #expect(error.description.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    #expect(error.description.count < 200)
  }
}
