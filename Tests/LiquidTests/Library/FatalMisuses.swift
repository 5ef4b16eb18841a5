import Liquid
import TestSupport

/// The mistakes that end the program.
enum FatalMisuses {
  static let all: [FatalMisuse] = [
    FatalMisuse(name: "fewer parameters", words: "3 parameters for a network that has") {
      var model = try Sound.model()
      model.parameters = [1, 2, 3]
    },
    FatalMisuse(name: "one parameter more", words: "parameters for a network that has") {
      var model = try Sound.model()
      model.parameters.append(1)
    },
    FatalMisuse(name: "a tensor that is not there", words: "there is no tensor 'tau'; the network has gleak")
    {
      print(try Sound.model()[parameter: "tau"])
    },
    FatalMisuse(name: "a tensor of another length", words: "1 value for the 8 of 'cm'") {
      var model = try Sound.model()
      model[parameter: "cm"] = [1]
    },
    FatalMisuse(name: "the place of a tensor that is not there", words: "there is no tensor 'nothing'") {
      print(try Sound.wiring().ltc().layout["nothing"])
    },
    FatalMisuse(name: "the name of a neuron that is not there", words: "there is no neuron 8 of 8") {
      print(try Sound.wiring().name(ofNeuron: 8))
    },
    FatalMisuse(name: "the states of a neuron that is not there", words: "there is no neuron 8") {
      print(try Sound.model().traces(SequenceBatch(inputs: [[[1, 1]]]))[0].states(ofNeuron: 8))
    },
    FatalMisuse(name: "a loss with a negative delta", words: "a Huber loss with delta -1.0") {
      print(Loss(.huber, delta: -1))
    },
    FatalMisuse(name: "the rate of a step before the first", words: "steps count from 0") {
      print(LearningRateSchedule.constant.factor(step: -1, plannedSteps: 10))
    },
    FatalMisuse(name: "a set of fewer than no sequences", words: "a set of -1 sequences") {
      let batch = try Sound.batch()
      print(SequenceSet(count: -1) { _ in batch }.count)
    },
    FatalMisuse(name: "a set that makes other sequences", words: "made 1 sequences where 2 were asked for") {
      let batch = try Sound.batch()
      print(SequenceSet(count: 2) { _ in batch }.batch([0, 1]).count)
    },
    FatalMisuse(name: "a sequence that is not in a set", words: "sequences [1] of a set that has 1") {
      print(SequenceSet(try Sound.batch()).batch([1]).count)
    },
  ]
}
