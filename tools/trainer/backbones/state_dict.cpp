#include "backbones/state_dict.hpp"

#include <algorithm>

#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

using Kind = PickleValue::Kind;

struct StorageType {
    const char* pythonName;
    torch::ScalarType scalar;
};
const StorageType storageTypes[] = {
    {"torch FloatStorage", torch::kFloat32}, {"torch DoubleStorage", torch::kFloat64},
    {"torch HalfStorage", torch::kFloat16},  {"torch BFloat16Storage", torch::kBFloat16},
    {"torch LongStorage", torch::kInt64},    {"torch IntStorage", torch::kInt32},
    {"torch ByteStorage", torch::kUInt8},    {"torch BoolStorage", torch::kBool}};
const char* const wrappers[] = {"state_dict", "model_state_dict", "model"};
const std::string parallelPrefix = "module.";

bool isCallOf(const PickleValue& value, const char* name) {
    return value.kind == Kind::Call && value.text == name;
}

bool isDictionary(const PickleValue& value) {
    return value.kind == Kind::Dict || isCallOf(value, "collections OrderedDict");
}

//! What LibTorch and Python wrap around a value.
PicklePtr unwrapped(PicklePtr value) {
    while ((isCallOf(*value, "torch.jit._pickle restore_type_tag") ||
            isCallOf(*value, "torch._utils _rebuild_parameter")) &&
           !value->items.empty())
        value = value->items[0];
    return value;
}

//! The dictionary of tensors, which may be an entry of the outermost one.
PicklePtr innermost(const PicklePtr& root) {
    const PicklePtr outer = unwrapped(root);
    if (!isDictionary(*outer)) return outer;
    for (const char* wrapper : wrappers)
        for (const auto& [name, value] : outer->entries)
            if (name->text == wrapper && isDictionary(*unwrapped(value))) return unwrapped(value);
    return outer;
}

}  // namespace

StateDict::StateDict(const PicklePtr& root, std::string refusal) : refusal_(std::move(refusal)) {
    const PicklePtr table = innermost(root);
    if (!isDictionary(*table)) fail("its content is not a dictionary");
    bool parallel = true;
    for (const auto& [name, value] : table->entries) {
        if (name->kind != Kind::Text) fail("a name in it is not a text");
        parallel = parallel && name->text.rfind(parallelPrefix, 0) == 0;
    }
    for (const auto& [name, value] : table->entries) {
        const PicklePtr tensor = unwrapped(value);
        collect(*tensor, name->text);
        values_[parallel ? name->text.substr(parallelPrefix.size()) : name->text] = tensor;
    }
}

NamedTensors StateDict::tensors(const std::map<std::string, torch::Tensor>& storages) const {
    NamedTensors tensors;
    for (const auto& [name, value] : values_) {
        const auto storage = storages.find(storageId(*value, name).items[2]->text);
        if (storage == storages.end()) fail("the storage of " + name + " is missing");
        tensors[name] = toTensor(*value, storage->second, name);
    }
    return tensors;
}

void StateDict::fail(const std::string& why) const {
    throw InputError(refusal_ + why);
}

const PickleValue& StateDict::storageId(const PickleValue& tensor, const std::string& name) const {
    const bool known = isCallOf(tensor, "torch._utils _rebuild_tensor_v2");
    if (!known || tensor.items.size() < 4 || tensor.items[0]->kind != Kind::Persistent) fail(name + " is not a tensor");
    const PickleValue& id = *tensor.items[0]->items[0];
    if (id.items.size() < 5 || id.items[0]->text != "storage") fail(name + " has no storage");
    return id;
}

void StateDict::collect(const PickleValue& tensor, const std::string& name) {
    const PickleValue& id = storageId(tensor, name);
    const auto type = std::find_if(std::begin(storageTypes), std::end(storageTypes),
                                   [&](const StorageType& known) { return id.items[1]->text == known.pythonName; });
    if (type == std::end(storageTypes)) fail(name + " has the unknown type " + id.items[1]->text);
    const std::int64_t count = id.items[4]->integer;
    if (count < 0) fail(name + " claims " + std::to_string(count) + " numbers");
    storages_[id.items[2]->text] = {type->scalar, count};
}

torch::Tensor StateDict::toTensor(const PickleValue& value, const torch::Tensor& storage,
                                  const std::string& name) const {
    const std::int64_t offset = value.items[1]->integer, available = storage.numel();
    const auto sizes = integers(*value.items[2], name);
    const auto strides = integers(*value.items[3], name);
    if (sizes.size() != strides.size()) fail(name + " has " + std::to_string(strides.size()) + " strides");
    if (std::count(sizes.begin(), sizes.end(), 0) > 0) return torch::empty(sizes, storage.options());
    if (offset < 0 || offset >= available) fail(name + " reaches beyond its storage");
    std::int64_t last = offset, count = 1;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        // Neither product can overflow: both factors are at most the length of what was read.
        if (sizes[i] > available / count) fail(name + " is larger than its storage");
        count *= sizes[i];
        if (sizes[i] == 1) continue;
        if (strides[i] > available) fail(name + " reaches beyond its storage");
        last += (sizes[i] - 1) * strides[i];
    }
    if (last >= available) fail(name + " reaches beyond its storage");
    return storage.as_strided(sizes, strides, offset).clone();
}

std::vector<std::int64_t> StateDict::integers(const PickleValue& tuple, const std::string& name) const {
    std::vector<std::int64_t> values;
    for (const auto& item : tuple.items) {
        if (item->kind != Kind::Integer || item->integer < 0) fail(name + " has a broken shape");
        values.push_back(item->integer);
    }
    return values;
}

}  // namespace brnpa::trainer
