import Liquid
import LiquidData

/// Where training gets its data from: batches to train on, and held-out sequences to validate, test and probe with.
///
/// A finished data set (`DatasetProvider`) and an endless stream both conform. The trainer keeps its own copy and calls
/// it on its own queue, between steps. It never assumes that batches end, come again or can be counted in advance: those
/// answers are optional, and the defaults below are a stream's.
///
/// A stream tests before it trains: each step's loss is that of a batch the network has not seen, and `validation` holds
/// the newest sequences, which `next` gives only later.
public protocol BatchProvider: Sendable {
  /// The channels and their normalisation, the loss and the metric.
  var schema: DataSchema { get }
  /// Optimiser steps that the run makes if nothing stops it; nil: it goes on until it is stopped.
  var plannedSteps: Int? { get }
  /// Tells the data from others, so that no run is resumed on data it was not trained on; nil: there is nothing to compare.
  var fingerprint: String? { get }

  /// Advances to the next batch.
  mutating func next() -> NextBatch
  /// A batch that `next` gave, by its key; nil where it can no longer be had.
  func batch(_ key: [Int]) -> SequenceBatch?
  /// Sets what is called, on any queue, when `next` has a batch again after it answered `.waiting`.
  func setWakeup(_ wakeup: @escaping @Sendable () -> Void)

  /// The pass over the data that a step belongs to, counted from 1. Steps count from 1.
  func epoch(ofStep step: Int) -> Int
  /// Whether the network is validated after a step.
  func isValidationDue(afterStep step: Int) -> Bool

  /// Held-out sequences as they are now: a stream's move on.
  var validation: SequenceSet { get }
  var test: SequenceSet { get }
  /// The test sequences made harder; nil where that is impossible.
  func test(under condition: TestCondition) -> SequenceSet?
  /// Sequences to choose from on the screen, held out where possible.
  var probes: SequenceSet { get }
  /// The token that each step of a probe reads, safe to show; nil where the data are no texts.
  func words(ofProbe index: Int) -> [String]?

  /// Where it stands: what it needs to go on later with the same batches.
  var state: ProviderState { get }
  /// This provider where another one with the same data stood. Trusts nothing in the state, which may come from a file.
  func resuming(at state: ProviderState) throws(ProviderStateError) -> Self
}

extension BatchProvider {
  public var plannedSteps: Int? { nil }
  public var fingerprint: String? { nil }
  public func batch(_ key: [Int]) -> SequenceBatch? { nil }
  public func setWakeup(_ wakeup: @escaping @Sendable () -> Void) {}
  public func words(ofProbe index: Int) -> [String]? { nil }
  public func epoch(ofStep step: Int) -> Int { 1 }
  public var test: SequenceSet { .empty }
  public func test(under condition: TestCondition) -> SequenceSet? { nil }
}

/// What a provider has to train on.
public enum NextBatch: Sendable {
  case batch(TrainingBatch)
  /// Nothing yet: the wakeup tells when there is.
  case waiting
  /// There will be no more.
  case ended
}

/// The sequences of one optimiser step.
public struct TrainingBatch: Sendable {
  public var sequences: SequenceBatch
  /// By which the provider finds the batch again after the run was resumed; empty where it cannot.
  public var key: [Int]

  public init(_ sequences: SequenceBatch, key: [Int] = []) {
    self.sequences = sequences
    self.key = key
  }
}

/// Where a provider stands; only the provider knows what it means.
public struct ProviderState: Sendable, Hashable {
  /// How far it has come, such as rows read.
  public var position: Int
  /// Whatever else it needs. Their names must not be those of a `SavedTraining`'s own tensors.
  package var tensors: [SafetensorsTensor]

  package init(position: Int, tensors: [SafetensorsTensor] = []) {
    self.position = position
    self.tensors = tensors
  }
}

/// A state from which a provider cannot go on.
public struct ProviderStateError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Such as `its order of the batches is impossible`.
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
