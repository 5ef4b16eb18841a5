/// The bilinear form of an LTC's differential equation at a state and inputs: how fast each neuron changes, and what acts
/// on it.
///
///     dv/dt = F(v, u),   F(v + x, u + z) = F + A x + C z + sum_k z_k B^k x + ...
///
/// With the values after constraints, s' = sigma s (1 - s), a for the input map's factors and den_i for the sum of
/// neuron i's conductances:
///
///     1 / tau_i = den_i / cm_i,   den_i = gleak_i + sum_j w_ij s_ij + sum_k sw_ik ss_ik
///     A_ij      = w_ij s'_ij (erev_ij - v_i) / cm_i - delta_ij / tau_i
///     C_ik      = a_k sw_ik ss'_ik (serev_ik - v_i) / cm_i
///     B^k_ij    = -delta_ij a_k sw_ik ss'_ik / cm_i
///
/// Inputs are those as they come, before the input map. B is diagonal, since the currents of synapses add up: an input
/// changes how strongly a neuron leaks, and no synapse between neurons. All of it is of the equation, whatever solves it;
/// what the solver does is in `StepJacobian`.
/// Source: Friston, Harrison and Penny, "Dynamic causal modelling", 2003, for the form.
package struct LTCMatrices: Sendable, Hashable {
  /// F, dv/dt, `[neurons]`.
  package let derivative: [Double]
  /// tau, in the unit of the elapsed times, `[neurons]`; infinite where nothing acts on a neuron.
  package let timeConstants: [Double]
  /// A = dF/dv, `[neurons, neurons]`: the row is the neuron that is acted on.
  package let intrinsic: Matrix
  /// C = dF/du, `[neurons, inputs]`.
  package let inputs: Matrix
  /// The diagonal of each B^k = d2F / (du_k dv), `[inputs, neurons]`.
  package let modulation: Matrix
}

/// One second derivative of a neuron's dv/dt with respect to the states: an element of D, and that across the diagonal.
package struct LTCSecondDerivative: Sendable, Hashable {
  /// At most `second`.
  package let first: Int
  package let second: Int
  package let value: Double
}

/// Why a network has no matrices of a differential equation.
package enum DerivativeError: Error, Sendable, Hashable {
  /// The cell is no LTC.
  case noMembraneEquation(cell: String)
  /// Between two steps the memory moves the states, which the equation knows nothing of.
  case mixedMemory
}
