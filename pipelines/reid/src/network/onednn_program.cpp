#include "network/onednn_program.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace reid {

void OnednnBuffers::reserve(const std::vector<size_t>& bytes) {
    for (size_t i = 0; i < bytes.size(); ++i) {
        if (i < memories_.size() && memories_[i].get_desc().get_size() >= bytes[i]) continue;
        if (i == memories_.size()) memories_.emplace_back();
        const auto size = static_cast<dnnl::memory::dim>(bytes[i]);
        memories_[i] = dnnl::memory({{size}, dnnl::memory::data_type::u8, dnnl::memory::format_tag::a}, engine_);
        ++version_;
    }
}

OnednnProgram::Value OnednnProgram::add(dnnl::memory::desc layout) {
    storages_.emplace_back();
    storages_.back().bytes = layout.get_size();
    values_.push_back({std::move(layout), storages_.size() - 1, 0, {}});
    return static_cast<Value>(values_.size() - 1);
}

OnednnProgram::Value OnednnProgram::addConstant(const dnnl::memory& numbers) {
    const Value value = add(numbers.get_desc());
    storageOf(value).constant = true;
    storageOf(value).numbers = numbers;
    return value;
}

OnednnProgram::Value OnednnProgram::addView(Value of, dnnl::memory::desc layout, size_t offset) {
    const ValueState& whole = values_[static_cast<size_t>(of)];
    values_.push_back({std::move(layout), whole.storage, whole.offset + offset, {}});
    return static_cast<Value>(values_.size() - 1);
}

void OnednnProgram::addStep(const dnnl::primitive& primitive, std::vector<Argument> arguments) {
    for (const Argument& argument : arguments)
        use(argument.value, steps_.size());
    steps_.push_back({primitive, {}, std::move(arguments), {}, {}});
}

void OnednnProgram::addStep(Function function, const std::vector<Value>& values) {
    std::vector<Argument> arguments;
    for (const Value value : values) {
        use(value, steps_.size());
        arguments.push_back({0, value});
    }
    steps_.push_back({{}, std::move(function), std::move(arguments), {}, {}});
}

void OnednnProgram::use(Value value, size_t step) {
    Storage& storage = storageOf(value);
    if (!storage.used) storage.first = step;
    storage.used = true;
    storage.last = step;
}

void OnednnProgram::close(Value input, const std::vector<Value>& outputs) {
    for (const Value output : outputs)
        use(output, std::numeric_limits<size_t>::max());
    allocate(input);
}

/// A value takes the smallest buffer that is large enough and whose value nobody reads any more, or a new one.
void OnednnProgram::allocate(Value input) {
    struct Buffer {
        size_t bytes, busyUntil;
    };
    std::vector<Buffer> buffers;
    std::vector<Storage*> byBirth;
    for (Storage& storage : storages_)
        if (storage.used && !storage.constant && &storage != &storageOf(input)) byBirth.push_back(&storage);
    std::stable_sort(byBirth.begin(), byBirth.end(),
                     [](const Storage* a, const Storage* b) { return a->first < b->first; });
    for (Storage* storage : byBirth) {
        int best = -1;
        for (size_t i = 0; i < buffers.size(); ++i) {
            const bool fits = buffers[i].busyUntil < storage->first && buffers[i].bytes >= storage->bytes;
            if (fits && (best < 0 || buffers[i].bytes < buffers[static_cast<size_t>(best)].bytes))
                best = static_cast<int>(i);
        }
        if (best < 0) {
            buffers.push_back({storage->bytes, 0});
            best = static_cast<int>(buffers.size()) - 1;
        }
        buffers[static_cast<size_t>(best)].busyUntil = storage->last;
        storage->buffer = best;
    }
    std::vector<size_t> sizes;
    for (const Buffer& buffer : buffers)
        sizes.push_back(buffer.bytes);
    buffers_.reserve(sizes);
}

void OnednnProgram::bind() {
    inputs_.clear();
    for (size_t i = 0; i < values_.size(); ++i) {
        ValueState& value = values_[i];
        const Storage& storage = storages_[value.storage];
        if (!storage.used) continue;
        if (storage.constant) {
            value.memory = storage.numbers;
        } else if (storage.buffer >= 0) {
            void* first = static_cast<char*>(buffers_.at(static_cast<size_t>(storage.buffer))) + value.offset;
            value.memory = dnnl::memory(value.layout, engine_, first);
        } else {
            value.memory = dnnl::memory(value.layout, engine_, DNNL_MEMORY_NONE);
            inputs_.push_back(static_cast<Value>(i));
        }
    }
    for (Step& step : steps_) {
        step.memories.clear();
        for (const Argument& argument : step.arguments)
            step.memories.push_back({argument.role, values_[static_cast<size_t>(argument.value)].memory.get()});
    }
    boundTo_ = buffers_.version();
}

void OnednnProgram::run(float* input) {
    if (boundTo_ != buffers_.version()) bind();
    for (const Value value : inputs_) {
        const ValueState& state = values_[static_cast<size_t>(value)];
        state.memory.set_data_handle(reinterpret_cast<char*>(input) + state.offset);
    }
    for (Step& step : steps_) {
        if (!step.function) {
            // The interface in C: that in C++ makes these arguments anew each time.
            dnnl::error::wrap_c_api(
                dnnl_primitive_execute(step.primitive.get(), stream_.get(), static_cast<int>(step.memories.size()),
                                       step.memories.data()),
                "a primitive could not be executed");
            continue;
        }
        stream_.wait();
        step.pointers.clear();
        for (const Argument& argument : step.arguments)
            step.pointers.push_back(numbers(argument.value));
        step.function(step.pointers);
    }
    stream_.wait();
}

float* OnednnProgram::numbers(Value value) const {
    return static_cast<float*>(values_[static_cast<size_t>(value)].memory.get_data_handle());
}

}  // namespace reid
