// Counts what a program allocates and copies, by the shared object that asks for it. To be loaded before the program:
//
//   LD_PRELOAD=libcount_allocations.so COUNT_ALLOCATIONS=FILE PROGRAM...
//
// At the end the file has a line for each: "allocations" or "copies", the object's name, how many, and how many bytes.
// Who asks is the first on the stack that is neither the C nor the C++ library, nor GLib's malloc. Copies are calls of
// memcpy() of 512 bytes and more: at least a row of a picture. What a compiler or a codec copies by
// instructions of its own is not seen.
#include <dlfcn.h>
#include <execinfo.h>
#include <link.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

extern "C" {
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* memory, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
}

namespace {

constexpr size_t SMALLEST_COPY = 512;  // bytes
constexpr int DEPTH = 16;              // of the stack that is looked at
constexpr size_t MOST_OBJECTS = 1024;

/// What a shared object has asked for.
struct Object {
    std::atomic<const link_map*> object{nullptr};
    std::atomic<uint64_t> allocations{0}, allocatedBytes{0}, copies{0}, copiedBytes{0};
};

std::array<Object, MOST_OBJECTS> objects;
std::atomic<bool> counting{false};
thread_local bool inside = false;  // looking at a stack allocates, too

std::string_view nameOf(const link_map* object) {
    const std::string_view path = object->l_name;
    return path.empty() ? "program" : path.substr(path.rfind('/') + 1);
}

bool isRuntime(std::string_view name) {
    for (const std::string_view runtime :
         {"libcount_allocations", "libc.", "libstdc++", "libglib", "libgcc_s", "ld-linux"})
        if (name.substr(0, runtime.size()) == runtime) return true;
    return false;
}

const link_map* objectOf(void* code) {
    dl_find_object found{};
    const bool known = _dl_find_object(code, &found) == 0 && !isRuntime(nameOf(found.dlfo_link_map));
    return known ? found.dlfo_link_map : nullptr;
}

/// The first of the stack that is no runtime; nullptr where code was made at run time.
const link_map* firstOnStack() {
    std::array<void*, DEPTH> frames{};
    const int depth = backtrace(frames.data(), DEPTH);
    for (int i = 0; i < depth; ++i)
        if (const link_map* const object = objectOf(frames[static_cast<size_t>(i)])) return object;
    return nullptr;
}

/// @param caller of what was replaced; the rest of the stack is looked at only where it says nothing.
void note(bool copy, size_t bytes, void* caller) {
    if (!counting || inside) return;
    inside = true;
    const link_map* object = objectOf(caller);
    if (object == nullptr) object = firstOnStack();
    if (object != nullptr) {
        for (Object& one : objects) {
            const link_map* known = nullptr;
            if (!one.object.compare_exchange_strong(known, object) && known != object) continue;
            ++(copy ? one.copies : one.allocations);
            (copy ? one.copiedBytes : one.allocatedBytes) += bytes;
            break;
        }
    }
    inside = false;
}

__attribute__((constructor)) void begin() {
    std::array<void*, 2> frames{};
    backtrace(frames.data(), 2);  // loads what it needs
    counting = std::getenv("COUNT_ALLOCATIONS") != nullptr;
}

__attribute__((destructor)) void report() {
    if (!counting.exchange(false)) return;
    std::FILE* const file = std::fopen(std::getenv("COUNT_ALLOCATIONS"), "w");
    if (file == nullptr) return;
    const auto number = [](const std::atomic<uint64_t>& value) {
        return static_cast<unsigned long long>(value.load());
    };
    for (const Object& one : objects) {
        const link_map* const object = one.object;
        if (object == nullptr) break;
        const std::string name(nameOf(object));
        std::fprintf(file, "allocations %s %llu %llu\n", name.c_str(), number(one.allocations),
                     number(one.allocatedBytes));
        std::fprintf(file, "copies %s %llu %llu\n", name.c_str(), number(one.copies), number(one.copiedBytes));
    }
    std::fclose(file);
}

}  // namespace

extern "C" {

void* malloc(size_t size) {
    note(false, size, __builtin_return_address(0));
    return __libc_malloc(size);
}

void* calloc(size_t count, size_t size) {
    note(false, count * size, __builtin_return_address(0));
    return __libc_calloc(count, size);
}

void* realloc(void* memory, size_t size) {
    note(false, size, __builtin_return_address(0));
    return __libc_realloc(memory, size);
}

void* memalign(size_t alignment, size_t size) {
    note(false, size, __builtin_return_address(0));
    return __libc_memalign(alignment, size);
}

void* aligned_alloc(size_t alignment, size_t size) {
    note(false, size, __builtin_return_address(0));
    return __libc_memalign(alignment, size);
}

int posix_memalign(void** memory, size_t alignment, size_t size) {
    note(false, size, __builtin_return_address(0));
    *memory = __libc_memalign(alignment, size);
    return *memory != nullptr ? 0 : ENOMEM;
}

void* memcpy(void* __restrict to, const void* __restrict from, size_t bytes) {
    // Where regions do not overlap memmove() does the same; called in a way that the compiler does not see through, who
    // would make a memcpy() of it again.
    using Move = void* (*)(void*, const void*, size_t);
    static const volatile Move move = std::memmove;
    if (bytes >= SMALLEST_COPY) note(true, bytes, __builtin_return_address(0));
    return move(to, from, bytes);
}

}  // extern "C"
