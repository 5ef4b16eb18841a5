#include "onnx_model.h"

#include <stdlib.h>
#include <string.h>

static void *allocated(size_t size) {
  void *memory = malloc(size ? size : 1);
  if (!memory) abort();
  return memory;
}

static char *copied(const char *text) {
  size_t size = strlen(text) + 1;
  return memcpy(allocated(size), text, size);
}

// Appends to an array of pointers, which has room for a power of two. Pointers of different types are copied as bytes,
// as C has no type for all of them.
static void append(void *array, size_t *count, void *item) {
  char *items;
  memcpy(&items, array, sizeof items);
  if ((*count & (*count - 1)) == 0) {
    items = realloc(items, (*count ? 2 * *count : 1) * sizeof item);
    if (!items) abort();
    memcpy(array, &items, sizeof items);
  }
  memcpy(items + (*count)++ * sizeof item, &item, sizeof item);
}

// A new message: its struct is on the heap, as the generated free expects it.
#define MAKE(Type, function) \
  Type *message = allocated(sizeof *message); \
  function##__init(message)

Onnx__ModelProto *onnx_model_make(int64_t ir_version, const char *producer) {
  MAKE(Onnx__ModelProto, onnx__model_proto);
  message->has_ir_version = true;
  message->ir_version = ir_version;
  message->producer_name = copied(producer);
  return message;
}

void onnx_model_describe(Onnx__ModelProto *model, const char *producer_version, const char *description) {
  model->producer_version = copied(producer_version);
  model->doc_string = copied(description);
}

void onnx_model_import(Onnx__ModelProto *model, int64_t version) {
  MAKE(Onnx__OperatorSetIdProto, onnx__operator_set_id_proto);
  message->domain = copied("");
  message->has_version = true;
  message->version = version;
  append(&model->opset_import, &model->n_opset_import, message);
}

void onnx_model_add_property(Onnx__ModelProto *model, const char *key, const char *value) {
  MAKE(Onnx__StringStringEntryProto, onnx__string_string_entry_proto);
  message->key = copied(key);
  message->value = copied(value);
  append(&model->metadata_props, &model->n_metadata_props, message);
}

static Onnx__GraphProto *graph_make(const char *name) {
  MAKE(Onnx__GraphProto, onnx__graph_proto);
  message->name = copied(name);
  return message;
}

Onnx__GraphProto *onnx_model_set_graph(Onnx__ModelProto *model, const char *name) {
  return model->graph = graph_make(name);
}

Onnx__NodeProto *onnx_graph_add_node(Onnx__GraphProto *graph, const char *operator_name, const char *name) {
  MAKE(Onnx__NodeProto, onnx__node_proto);
  message->op_type = copied(operator_name);
  message->name = copied(name);
  append(&graph->node, &graph->n_node, message);
  return message;
}

void onnx_node_add_input(Onnx__NodeProto *node, const char *value) {
  append(&node->input, &node->n_input, copied(value));
}

void onnx_node_add_output(Onnx__NodeProto *node, const char *value) {
  append(&node->output, &node->n_output, copied(value));
}

static Onnx__AttributeProto *attribute_add(Onnx__NodeProto *node, const char *name, int32_t type) {
  MAKE(Onnx__AttributeProto, onnx__attribute_proto);
  message->name = copied(name);
  message->has_type = true;
  message->type = type;
  append(&node->attribute, &node->n_attribute, message);
  return message;
}

void onnx_node_add_integer(Onnx__NodeProto *node, const char *name, int64_t integer) {
  Onnx__AttributeProto *attribute = attribute_add(node, name, ONNX_ATTRIBUTE_INTEGER);
  attribute->has_i = true;
  attribute->i = integer;
}

Onnx__GraphProto *onnx_node_add_graph(Onnx__NodeProto *node, const char *name, const char *graph_name) {
  Onnx__AttributeProto *attribute = attribute_add(node, name, ONNX_ATTRIBUTE_GRAPH);
  return attribute->g = graph_make(graph_name);
}

void onnx_graph_add_constant(
    Onnx__GraphProto *graph, const char *name, int32_t type, const int64_t *shape, size_t rank, const void *bytes,
    size_t byte_count) {
  MAKE(Onnx__TensorProto, onnx__tensor_proto);
  message->name = copied(name);
  message->has_data_type = true;
  message->data_type = type;
  message->n_dims = rank;
  message->dims = allocated(rank * sizeof *shape);
  if (rank) memcpy(message->dims, shape, rank * sizeof *shape);
  message->has_raw_data = true;
  message->raw_data.len = byte_count;
  message->raw_data.data = allocated(byte_count);
  if (byte_count) memcpy(message->raw_data.data, bytes, byte_count);
  append(&graph->initializer, &graph->n_initializer, message);
}

static Onnx__TensorShapeProto *shape_make(void) {
  MAKE(Onnx__TensorShapeProto, onnx__tensor_shape_proto);
  return message;
}

static Onnx__TypeProto__Tensor *tensor_type_make(int32_t type) {
  MAKE(Onnx__TypeProto__Tensor, onnx__type_proto__tensor);
  message->has_elem_type = true;
  message->elem_type = type;
  message->shape = shape_make();
  return message;
}

static Onnx__TypeProto *type_make(int32_t type) {
  MAKE(Onnx__TypeProto, onnx__type_proto);
  message->value_case = ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE;
  message->tensor_type = tensor_type_make(type);
  return message;
}

static Onnx__ValueInfoProto *value_make(const char *name, int32_t type, const char *description) {
  MAKE(Onnx__ValueInfoProto, onnx__value_info_proto);
  message->name = copied(name);
  message->type = type_make(type);
  message->doc_string = copied(description);
  return message;
}

Onnx__ValueInfoProto *onnx_graph_add_input(
    Onnx__GraphProto *graph, const char *name, int32_t type, const char *description) {
  Onnx__ValueInfoProto *value = value_make(name, type, description);
  append(&graph->input, &graph->n_input, value);
  return value;
}

Onnx__ValueInfoProto *onnx_graph_add_output(
    Onnx__GraphProto *graph, const char *name, int32_t type, const char *description) {
  Onnx__ValueInfoProto *value = value_make(name, type, description);
  append(&graph->output, &graph->n_output, value);
  return value;
}

static Onnx__TensorShapeProto__Dimension *dimension_add(Onnx__ValueInfoProto *value) {
  MAKE(Onnx__TensorShapeProto__Dimension, onnx__tensor_shape_proto__dimension);
  Onnx__TensorShapeProto *shape = value->type->tensor_type->shape;
  append(&shape->dim, &shape->n_dim, message);
  return message;
}

void onnx_value_add_size(Onnx__ValueInfoProto *value, int64_t size) {
  Onnx__TensorShapeProto__Dimension *dimension = dimension_add(value);
  dimension->value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE;
  dimension->dim_value = size;
}

void onnx_value_add_open_size(Onnx__ValueInfoProto *value, const char *word) {
  Onnx__TensorShapeProto__Dimension *dimension = dimension_add(value);
  dimension->value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_PARAM;
  dimension->dim_param = copied(word);
}
