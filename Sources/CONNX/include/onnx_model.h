#ifndef ONNX_MODEL_H
#define ONNX_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../onnx.pb-c.h"

// Builds a model as protocol buffers. All that is given is copied; what is made belongs to the model, and
// onnx__model_proto__free_unpacked frees it all. Strings end with a zero. A lack of memory ends the program.

// TensorProto.DataType and AttributeProto.AttributeType of the format.
enum {
  ONNX_FLOAT = 1,
  ONNX_INT64 = 7,
  ONNX_BOOL = 9,
  ONNX_DOUBLE = 11,
  ONNX_ATTRIBUTE_INTEGER = 2,
  ONNX_ATTRIBUTE_GRAPH = 5,
};

// A model without a graph.
Onnx__ModelProto *onnx_model_make(int64_t ir_version, const char *producer);
void onnx_model_describe(Onnx__ModelProto *model, const char *producer_version, const char *description);
// The version of the standard operators.
void onnx_model_import(Onnx__ModelProto *model, int64_t version);
void onnx_model_add_property(Onnx__ModelProto *model, const char *key, const char *value);
Onnx__GraphProto *onnx_model_set_graph(Onnx__ModelProto *model, const char *name);

Onnx__NodeProto *onnx_graph_add_node(Onnx__GraphProto *graph, const char *operator_name, const char *name);
void onnx_node_add_input(Onnx__NodeProto *node, const char *value);
void onnx_node_add_output(Onnx__NodeProto *node, const char *value);
void onnx_node_add_integer(Onnx__NodeProto *node, const char *name, int64_t integer);
Onnx__GraphProto *onnx_node_add_graph(Onnx__NodeProto *node, const char *name, const char *graph_name);

// A constant: its values row-major in `bytes`.
void onnx_graph_add_constant(
    Onnx__GraphProto *graph, const char *name, int32_t type, const int64_t *shape, size_t rank, const void *bytes,
    size_t byte_count);

// An input or output of the graph. Its sizes are added one by one.
Onnx__ValueInfoProto *onnx_graph_add_input(
    Onnx__GraphProto *graph, const char *name, int32_t type, const char *description);
Onnx__ValueInfoProto *onnx_graph_add_output(
    Onnx__GraphProto *graph, const char *name, int32_t type, const char *description);
void onnx_value_add_size(Onnx__ValueInfoProto *value, int64_t size);
// A size that is known only when the model runs.
void onnx_value_add_open_size(Onnx__ValueInfoProto *value, const char *word);

#endif
