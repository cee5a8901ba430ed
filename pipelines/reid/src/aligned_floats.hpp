#pragma once

#ifdef __linux__
#include <sys/mman.h>
#endif

#include <cstddef>
#include <new>
#include <vector>

namespace reid {

/// Memory that begins with a cache line: a vector register loaded across two of them takes two loads. Much memory
/// begins with a huge page and is made of such: the system hands it out 512 times as fast, and finds it faster too.
template <typename Value>
struct CacheLineAllocator {
    using value_type = Value;
    static constexpr size_t LINE = 64, HUGE_PAGE = size_t{2} << 20;  // bytes

    CacheLineAllocator() = default;
    template <typename Other>
    CacheLineAllocator(const CacheLineAllocator<Other>&) {}  // NOLINT(google-explicit-constructor): as the library asks

    Value* allocate(size_t count) {
        const size_t bytes = count * sizeof(Value);
        if (bytes < HUGE_PAGE) return static_cast<Value*>(::operator new(bytes, alignment(count)));
        // Whole pages: of a part of one the system would make small ones.
        const size_t whole = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
        void* values = ::operator new(whole, alignment(count));
#ifdef __linux__
        madvise(values, whole, MADV_HUGEPAGE);  // where the system does not do it, everything works all the same
#endif
        return static_cast<Value*>(values);
    }
    void deallocate(Value* values, size_t count) {
        ::operator delete(values, alignment(count));
    }

    static std::align_val_t alignment(size_t count) {
        return std::align_val_t{count * sizeof(Value) < HUGE_PAGE ? LINE : HUGE_PAGE};
    }

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
