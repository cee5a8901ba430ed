#pragma once

#include <functional>
#include <oneapi/dnnl/dnnl.hpp>
#include <utility>
#include <vector>

namespace reid {

/// Memory for what is computed on the way, shared by programs of which one runs at a time. It grows with the largest.
class OnednnBuffers {
  public:
    explicit OnednnBuffers(const dnnl::engine& engine) : engine_(engine) {}

    /// @param bytes that each buffer has from now on at least.
    void reserve(const std::vector<size_t>& bytes);
    void* at(size_t buffer) const { return memories_[buffer].get_data_handle(); }
    /// Another number says that buffers lie elsewhere.
    int version() const { return version_; }

  private:
    dnnl::engine engine_;
    std::vector<dnnl::memory> memories_;
    int version_ = 0;
};

/// Primitives of oneDNN in their order, and the memory between them. First it is written: values and steps are added;
/// then closed, which lays the values into as few buffers as their lives allow; then run, any number of times.
class OnednnProgram {
  public:
    using Value = int;  ///< number of a tensor that steps read and write
    struct Argument {
        int role;  ///< DNNL_ARG_...
        Value value;
    };
    using Function = std::function<void(const std::vector<float*>&)>;

    /// @param buffers live as long.
    OnednnProgram(const dnnl::engine& engine, OnednnBuffers& buffers)
        : engine_(engine), stream_(engine), buffers_(buffers) {}

    Value add(dnnl::memory::desc layout);
    /// Numbers that somebody else keeps alive, and that no step writes.
    Value addConstant(const dnnl::memory& numbers);
    /// The numbers of another value, or a part of them, read in another layout. @param offset in bytes, of the part.
    Value addView(Value of, dnnl::memory::desc layout, size_t offset = 0);
    void addStep(const dnnl::primitive& primitive, std::vector<Argument> arguments);
    /// @param function is given the first numbers of these values, in this order.
    void addStep(Function function, const std::vector<Value>& values);

    /// Until the next value is added.
    const dnnl::memory::desc& layout(Value value) const { return values_[static_cast<size_t>(value)].layout; }

    bool isConstant(Value value) const { return storages_[values_[static_cast<size_t>(value)].storage].constant; }
    /// Whether one is a view of the other, or both of a third.
    bool shareNumbers(Value a, Value b) const {
        return values_[static_cast<size_t>(a)].storage == values_[static_cast<size_t>(b)].storage;
    }

    /// @param input the memory that run() is told. @param outputs values that are to be there after the last step.
    void close(Value input, const std::vector<Value>& outputs);
    void run(float* input);
    /// After run(), until the next one of a program with these buffers.
    float* numbers(Value value) const;

  private:
    struct ValueState {
        dnnl::memory::desc layout;
        size_t storage, offset;
        dnnl::memory memory;
    };
    struct Storage {
        size_t bytes = 0, first = 0, last = 0;  ///< numbers of the steps that use it
        bool used = false, constant = false;
        dnnl::memory numbers;  ///< of a constant
        int buffer = -1;
    };
    struct Step {
        dnnl::primitive primitive;
        Function function;
        std::vector<Argument> arguments;
        std::vector<dnnl_exec_arg_t> memories;  ///< of the arguments, for oneDNN
        std::vector<float*> pointers;
    };

    Storage& storageOf(Value value) { return storages_[values_[static_cast<size_t>(value)].storage]; }
    void use(Value value, size_t step);
    void allocate(Value input);
    void bind();

    dnnl::engine engine_;
    dnnl::stream stream_;
    std::vector<ValueState> values_;
    std::vector<Storage> storages_;
    std::vector<Step> steps_;
    OnednnBuffers& buffers_;
    int boundTo_ = -1;           ///< version of the buffers
    std::vector<Value> inputs_;  ///< whose memories are told where the input lies
};

}  // namespace reid
