import CSndfile
import Foundation

/// A recording in memory: one channel of samples at a fixed rate.
package struct Recording: Sendable, Hashable {
  /// Samples a second.
  package var rate: Int
  /// Between -1 and 1, unless the file holds floating-point samples that are larger.
  package var samples: [Float]
  /// What is unusual about it but does not make it unusable, one sentence each.
  package var notes: [String] = []

  package init(rate: Int, samples: [Float]) {
    self.rate = rate
    self.samples = samples
  }

  /// In seconds.
  package var duration: Double { Double(samples.count) / Double(rate) }
}

/// Reads recordings that libsndfile knows: WAV, FLAC, Ogg Vorbis and Opus, AIFF, AU, CAF, MP3 and others.
package enum SoundFile {
  /// Samples beyond this are no sound; their power would leave the range of a float.
  private static let loudest: Float = 1e9

  /// Reads a file from its bytes. Several channels are mixed to one, their mean.
  ///
  /// Samples that are no finite numbers are taken as silence, and a file that ends before the length in its header is
  /// read as far as it goes; both are told in the recording's notes.
  ///
  /// - Parameter limit: the most samples of a channel: no more than their mean is held.
  /// - Throws: if it is no sound file that is known, holds no sound, or more than the limit.
  package static func read(_ bytes: [UInt8], limit: Int) throws(SoundError) -> Recording {
    guard !bytes.isEmpty else { throw SoundError("the file is empty") }
    let source = ByteSource(bytes)
    // Runs last: the library has the source's address until the file is closed.
    defer { withExtendedLifetime(source) {} }
    let opened = try open(source)
    defer { sf_close(opened.file) }
    let channels = Int(opened.info.channels)
    let rate = Int(opened.info.samplerate)
    guard (1...1024).contains(channels), (1...10_000_000).contains(rate) else {
      throw SoundError("its header states \(channels) channels at \(rate) Hz")
    }
    var recording = Recording(rate: rate, samples: [])
    let unusable = try append(opened.file, channels: channels, limit: limit, to: &recording)
    guard !recording.samples.isEmpty else { throw SoundError("it holds no samples") }
    if unusable > 0 {
      let all = recording.samples.count * channels
      recording.notes.append("\(unusable) of \(all) samples are no usable numbers and are taken as silence")
    }
    if recording.samples.count < opened.info.frames || isCut(opened.file) {
      recording.notes.append(
        "it ends before the length that its header states, and is read as far as it goes")
    }
    return recording
  }

  /// Whether the first bytes, or else the ending of the name, are those of a sound file.
  package static func recognizes(head: some Collection<UInt8>, ending: String) -> Bool {
    let head = Array(head.prefix(16))
    func has(_ text: String, at place: Int = 0) -> Bool { head.dropFirst(place).starts(with: text.utf8) }
    let isRIFF = has("RIFF") || has("RIFX") || has("RF64")
    if isRIFF && has("WAVE", at: 8) || has("FORM") && (has("AIFF", at: 8) || has("AIFC", at: 8)) {
      return true
    }
    if ["fLaC", "OggS", ".snd", "caff", "ID3"].contains(where: { has($0) }) { return true }
    return endings.contains(ending.lowercased())
  }

  private static let endings: Set<String> = [
    "wav", "wave", "flac", "ogg", "oga", "opus", "aif", "aiff", "aifc", "mp3", "caf", "w64", "rf64",
  ]

  // MARK: - libsndfile

  /// libsndfile keeps why it could not open a file in one place for all threads.
  private static let opening = NSLock()

  private static func open(_ source: ByteSource) throws(SoundError) -> (file: OpaquePointer, info: SF_INFO) {
    var info = SF_INFO()
    var callbacks = ByteSource.callbacks
    // Sound: libsndfile keeps the source's address until the file is closed, and copies the callbacks; the caller holds
    // the source for longer.
    let address = Unmanaged.passUnretained(source).toOpaque()
    var reason = ""
    let file = opening.withLock {
      let file = sf_open_virtual(&callbacks, Int32(SFM_READ), &info, address)
      if file == nil { reason = sf_strerror(nil).map { String(cString: $0) } ?? "it is damaged" }
      return file
    }
    guard let file else { throw SoundError(plain(reason)) }
    return (file, info)
  }

  /// The library's words as the second half of a sentence: "Format not recognised." becomes "format not recognised".
  private static func plain(_ reason: String) -> String {
    var text = reason.trimmingCharacters(in: .whitespacesAndNewlines)
    while text.hasSuffix(".") { text.removeLast() }
    if text.hasPrefix("Error : ") { text.removeFirst("Error : ".count) }
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// Appends the mean of the channels; gives the number of samples that are no usable numbers.
  private static func append(
    _ file: OpaquePointer, channels: Int, limit: Int, to recording: inout Recording
  ) throws(SoundError) -> Int {
    let frames = max(1, 65_536 / channels)
    var buffer = [Float](repeating: 0, count: frames * channels)
    var unusable = 0
    while true {
      // The header's own count is a promise; what comes is what counts.
      let count = Int(sf_readf_float(file, &buffer, sf_count_t(frames)))
      guard count > 0 else { return unusable }
      guard recording.samples.count + count <= limit else {
        throw SoundError(longerThan: limit, rate: recording.rate)
      }
      for frame in 0..<count {
        var sum: Float = 0
        for channel in 0..<channels {
          let value = buffer[frame * channels + channel]
          // False for NaN, too.
          if value.magnitude <= loudest { sum += value } else { unusable += 1 }
        }
        recording.samples.append(sum / Float(channels))
      }
    }
  }

  /// Whether the library found the sound shorter than the header says, and mended that itself.
  private static func isCut(_ file: OpaquePointer) -> Bool {
    var log = [CChar](repeating: 0, count: 2048)
    sf_command(file, Int32(SFC_GET_LOG_INFO), &log, Int32(log.count - 1))
    let text = String(decoding: log.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return text.split(separator: "\n").contains { line in
      let line = line.drop { $0 == " " }
      return (line.hasPrefix("data :") || line.hasPrefix("SSND :")) && line.contains("should be")
    }
  }
}

/// Bytes that libsndfile reads through its virtual input and output.
private final class ByteSource {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  static let callbacks = SF_VIRTUAL_IO(
    get_filelen: { sf_count_t(ByteSource.of($0).bytes.count) },
    seek: { offset, mode, address in
      let source = ByteSource.of(address)
      let start = mode == SEEK_SET ? 0 : mode == SEEK_CUR ? source.position : source.bytes.count
      let (place, overflow) = start.addingReportingOverflow(Int(offset))
      source.position = overflow ? source.bytes.count : min(max(0, place), source.bytes.count)
      return sf_count_t(source.position)
    },
    read: { target, count, address in
      let source = ByteSource.of(address)
      let count = min(max(0, Int(count)), source.bytes.count - source.position)
      guard count > 0, let target else { return 0 }
      source.bytes.withUnsafeBytes { bytes in
        // Sound: the library's buffer holds as many bytes as it asks for, and the range is within the bytes.
        guard let start = bytes.baseAddress else { return }
        target.copyMemory(from: start + source.position, byteCount: count)
      }
      source.position += count
      return sf_count_t(count)
    },
    write: { _, _, _ in 0 },
    tell: { sf_count_t(ByteSource.of($0).position) })

  private static func of(_ address: UnsafeMutableRawPointer?) -> ByteSource {
    guard let address else { preconditionFailure("a callback of libsndfile without its source") }
    // Sound: the address is that of the source that `SoundFile.read` holds.
    return Unmanaged<ByteSource>.fromOpaque(address).takeUnretainedValue()
  }
}
