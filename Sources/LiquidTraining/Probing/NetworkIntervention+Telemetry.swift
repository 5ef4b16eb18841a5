import Liquid
import Telemetry

extension NetworkIntervention {
  init(_ intervention: Intervention) {
    switch intervention.kind {
    case .silence: self.init(kind: .silence, neuron: intervention.neuron)
    case .clamp(let value): self.init(kind: .clamp(value), neuron: intervention.neuron)
    }
  }
}
