import Foundation

// What alerts and logs of apps show is `localizedDescription`: the same words as `description`.

extension NetworkError: LocalizedError {
  public var errorDescription: String? { description }
}

extension SequenceBatchError: LocalizedError {
  public var errorDescription: String? { description }
}

extension OptimizerError: LocalizedError {
  public var errorDescription: String? { description }
}

extension ModelFileError: LocalizedError {
  public var errorDescription: String? { description }
}

extension NCPSError: LocalizedError {
  public var errorDescription: String? { description }
}

extension ArchitectureError: LocalizedError {
  public var errorDescription: String? { description }
}

extension WiringError: LocalizedError {
  public var errorDescription: String? { description }
}

extension SafetensorsError: LocalizedError {
  public var errorDescription: String? { description }
}

extension RateFactorError: LocalizedError {
  public var errorDescription: String? { description }
}
