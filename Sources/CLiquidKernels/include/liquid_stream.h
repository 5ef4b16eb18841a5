#ifndef LIQUID_STREAM_H
#define LIQUID_STREAM_H

#include "liquid_kernels.h"

// A single sequence: the lanes of a row are 16 neurons instead of 16 sequences.
//
// Vectors are padded to whole rows. "[n]" counts rows unless the element is a scalar, as elsewhere.

// out = weights x + bias. x holds scalars [inputs], weights are [inputs, rows], bias and out [rows].
void liquid_stream_dense(int32_t rows, int32_t inputs, const float *weights, const float *bias, const float *x,
                         float *out);

// Synapses by target. Targets lie in blocks of 16 lanes, and a row of the table holds one synapse of each lane's
// target, so that block b has rows starts[b] ..< starts[b + 1]: as many as its target with most synapses.
typedef struct {
  int32_t blocks;
  const int32_t *starts;   // [blocks + 1]
  const int32_t *sources;  // scalars [rows, 16]: where each lane's synapse comes from
  const int32_t *shared;   // scalars [rows]: the source of all lanes where they have the same one, else -1
} liquid_stream_table;

// Conductance and drive [blocks] of the synapses of an LTC. `synapses` has four rows per row of the table: slope and
// offset as in liquid_synapse, w, and w erev.
void liquid_stream_synapse_sums(const liquid_stream_table *table, const float *synapses, const float *sources,
                                float *conductance, float *drive);

// `unfolds` sub-steps of liquid_ltc_substep, each of length `elapsed`, from v to v. The neurons' parameters and all
// vectors are [blocks]; v and `other`, which the call writes over, have one row more, of zeros.
void liquid_stream_ltc(const liquid_stream_table *table, const float *synapses, const liquid_neurons *neurons,
                       int32_t unfolds, float elapsed, const float *input_conductance, const float *input_drive,
                       float *v, float *other);

// Heads of a wired CfC for the blocks first ..< first + count: bias [heads, blocks] plus the sum over the synapses of
// weight x, to out [heads, blocks]. `weights` has `heads` (1 or 4) rows per row of the table.
void liquid_stream_wired(const liquid_stream_table *table, int32_t heads, int32_t first, int32_t count,
                         const float *weights, const float *bias, const float *x, float *out);

// next = A - A exp(-elapsed (|rate| + |ff1|)) ff1, all [rows]: the pure mode of a CfC.
void liquid_stream_pure(int32_t rows, float elapsed, const float *amplitude, const float *rate, const float *ff1,
                        float *next);

#endif
