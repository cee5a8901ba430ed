#pragma once

#include <oneapi/dnnl/dnnl.hpp>
#include <utility>
#include <vector>

#if DNNL_CPU_RUNTIME == DNNL_RUNTIME_OMP
#include <omp.h>
#endif

// What differs between oneDNN 2 and 3, and between the ways of building them.

namespace reid {

inline dnnl::memory::dims dimensionsOf(const dnnl::memory::desc& layout) {
#if DNNL_VERSION_MAJOR >= 3
    return layout.get_dims();
#else
    return layout.dims();
#endif
}

/// For what the calling thread computes.
inline void useOneThread() {
#if DNNL_CPU_RUNTIME == DNNL_RUNTIME_OMP
    omp_set_num_threads(1);
#endif
}

inline dnnl::memory::data_type typeOf(const dnnl::memory::desc& layout) {
#if DNNL_VERSION_MAJOR >= 3
    return layout.get_data_type();
#else
    return static_cast<dnnl::memory::data_type>(layout.data.data_type);
#endif
}

/// A primitive's description from what both versions ask for, in the same order. Empty where oneDNN has none.
template <typename Primitive, typename... Arguments>
typename Primitive::primitive_desc describeIfThere(const dnnl::engine& engine, const dnnl::primitive_attr& attributes,
                                                   Arguments&&... arguments) {
    constexpr bool MAY_BE_EMPTY = true;
#if DNNL_VERSION_MAJOR >= 3
    return {engine, std::forward<Arguments>(arguments)..., attributes, MAY_BE_EMPTY};
#else
    return {typename Primitive::desc(std::forward<Arguments>(arguments)...), attributes, engine, MAY_BE_EMPTY};
#endif
}

/// @throws dnnl::error where oneDNN has none.
template <typename Primitive, typename... Arguments>
typename Primitive::primitive_desc describe(const dnnl::engine& engine, const dnnl::primitive_attr& attributes,
                                            Arguments&&... arguments) {
    auto description = describeIfThere<Primitive>(engine, attributes, std::forward<Arguments>(arguments)...);
    if (!description) throw dnnl::error(dnnl_unimplemented, "there is no such primitive");
    return description;
}

inline dnnl::eltwise_forward::primitive_desc describeElementwise(const dnnl::engine& engine, dnnl::algorithm algorithm,
                                                                 const dnnl::memory::desc& values, float alpha,
                                                                 float beta) {
    const auto inference = dnnl::prop_kind::forward_inference;
#if DNNL_VERSION_MAJOR >= 3
    return {engine, inference, algorithm, values, values, alpha, beta};
#else
    return {{inference, algorithm, values, alpha, beta}, engine};
#endif
}

inline dnnl::concat::primitive_desc describeConcat(const dnnl::engine& engine, int axis,
                                                   const std::vector<dnnl::memory::desc>& parts) {
#if DNNL_VERSION_MAJOR >= 3
    return {engine, axis, parts};
#else
    return {axis, parts, engine};
#endif
}

inline void appendElementwise(dnnl::post_ops& operations, dnnl::algorithm algorithm, float alpha, float beta) {
#if DNNL_VERSION_MAJOR >= 3
    operations.append_eltwise(algorithm, alpha, beta);
#else
    operations.append_eltwise(1.F, algorithm, alpha, beta);
#endif
}

inline dnnl::pooling_forward::primitive_desc describePooling(
    const dnnl::engine& engine, dnnl::algorithm algorithm, const dnnl::memory::desc& from, const dnnl::memory::desc& to,
    const dnnl::memory::dims& strides, const dnnl::memory::dims& kernel, const dnnl::memory::dims& before,
    const dnnl::memory::dims& after) {
    const auto inference = dnnl::prop_kind::forward_inference;
#if DNNL_VERSION_MAJOR >= 3
    return {engine, inference, algorithm, from, to, strides, kernel, dnnl::memory::dims(kernel.size(), 0),
            before, after};
#else
    return {{inference, algorithm, from, to, strides, kernel, before, after}, engine};
#endif
}

}  // namespace reid
