#include "tensorboard_records.h"

#include "event.pb-c.h"

// DT_STRING of types.proto and DATA_CLASS_TENSOR of summary.proto.
enum { string_type = 7, tensor_class = 2 };

static size_t pack(const Tensorboard__Event *event, uint8_t *out) {
  return out ? tensorboard__event__pack(event, out) : tensorboard__event__get_packed_size(event);
}

// An event whose summary has this one entry.
static size_t pack_entry(double wall_time, int64_t step, Tensorboard__SummaryValue *entry, uint8_t *out) {
  Tensorboard__SummaryValue *entries[] = {entry};
  Tensorboard__Summary summary = TENSORBOARD__SUMMARY__INIT;
  summary.n_value = 1;
  summary.value = entries;
  Tensorboard__Event event = TENSORBOARD__EVENT__INIT;
  event.wall_time = wall_time;
  event.step = step;
  event.what_case = TENSORBOARD__EVENT__WHAT_SUMMARY;
  event.summary = &summary;
  return pack(&event, out);
}

size_t tensorboard_pack_version(double wall_time, uint8_t *out) {
  // What makes a reader take the file for one of events.
  char version[] = "brain.Event:2";
  Tensorboard__Event event = TENSORBOARD__EVENT__INIT;
  event.wall_time = wall_time;
  event.what_case = TENSORBOARD__EVENT__WHAT_FILE_VERSION;
  event.file_version = version;
  return pack(&event, out);
}

size_t tensorboard_pack_scalar(
    double wall_time, int64_t step, const char *tag, float value, uint8_t *out) {
  Tensorboard__SummaryValue entry = TENSORBOARD__SUMMARY_VALUE__INIT;
  // The generated struct cannot say that packing only reads.
  entry.tag = (char *)tag;
  entry.kind_case = TENSORBOARD__SUMMARY_VALUE__KIND_SIMPLE_VALUE;
  entry.simple_value = value;
  return pack_entry(wall_time, step, &entry, out);
}

size_t tensorboard_pack_text(
    double wall_time, int64_t step, const char *tag, const char *text, size_t length, uint8_t *out) {
  char plugin_name[] = "text";
  Tensorboard__PluginData plugin = TENSORBOARD__PLUGIN_DATA__INIT;
  plugin.plugin_name = plugin_name;
  Tensorboard__SummaryMetadata metadata = TENSORBOARD__SUMMARY_METADATA__INIT;
  metadata.plugin_data = &plugin;
  metadata.data_class = tensor_class;
  ProtobufCBinaryData strings[] = {{.len = length, .data = (uint8_t *)text}};
  Tensorboard__TensorValue tensor = TENSORBOARD__TENSOR_VALUE__INIT;
  tensor.dtype = string_type;
  tensor.n_string_val = 1;
  tensor.string_val = strings;
  Tensorboard__SummaryValue entry = TENSORBOARD__SUMMARY_VALUE__INIT;
  entry.tag = (char *)tag;
  entry.metadata = &metadata;
  entry.kind_case = TENSORBOARD__SUMMARY_VALUE__KIND_TENSOR;
  entry.tensor = &tensor;
  return pack_entry(wall_time, step, &entry, out);
}
