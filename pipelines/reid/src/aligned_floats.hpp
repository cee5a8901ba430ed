#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace reid {

/// Memory that begins with a cache line: a vector register loaded across two of them takes two loads.
template <typename Value>
struct CacheLineAllocator {
    using value_type = Value;
    static constexpr std::align_val_t LINE{64};  // bytes

    CacheLineAllocator() = default;
    template <typename Other>
    CacheLineAllocator(const CacheLineAllocator<Other>&) {}  // NOLINT(google-explicit-constructor): as the library asks

    Value* allocate(size_t count) { return static_cast<Value*>(::operator new(count * sizeof(Value), LINE)); }
    void deallocate(Value* values, size_t) { ::operator delete(values, LINE); }

    template <typename Other>
    bool operator==(const CacheLineAllocator<Other>&) const {
        return true;
    }
    template <typename Other>
    bool operator!=(const CacheLineAllocator<Other>&) const {
        return false;
    }
};

using AlignedFloats = std::vector<float, CacheLineAllocator<float>>;

}  // namespace reid
