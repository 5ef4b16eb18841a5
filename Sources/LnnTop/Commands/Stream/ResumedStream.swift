import Liquid
import LiquidTraining
import RunStore
import Telemetry

/// A recorded stream that is to be gone on with: where it stands and the options it was recorded with.
struct ResumedStream {
  let path: String
  let description: RunDescription
  let options: StreamOptions
  let saved: SavedStream
  let model: Model
  /// The checkpoint's key in the file.
  let sequence: Int

  init(_ name: String, asked: StreamOptions, locations: Locations) throws {
    path = RunPath.resolve(name, locations: locations)
    let reader = try RunReader(path: path)
    description = reader.description
    guard description.isStream else {
      throw CommandFailure(
        "\(path) is no stream's run; 'lnn-top train --resume \(path)' goes on with a training")
    }
    if case .recording = reader.state {
      throw CommandFailure("\(path) is being recorded right now; 'lnn-top attach \(path)' follows it")
    }
    if description.configuration["twin"] != nil {
      throw CommandFailure(
        "\(path) watched a device, which has run on since: begin anew with --twin, without --resume")
    }
    do {
      options = try asked.resuming(recorded: description.configuration, run: path)
    } catch {
      throw UsageError(error, command: StreamOptions.table.name)
    }
    guard let newest = reader.newestResumable(), let state = newest.checkpoint.trainingState else {
      throw reader.damage
        ?? CommandFailure(
          "\(path) was stopped before a row of it was recorded; without --resume the stream starts anew")
    }
    sequence = newest.sequence
    do {
      saved = try SavedStream(state)
      model = try ModelFile.read(newest.checkpoint.model).model
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }
}
