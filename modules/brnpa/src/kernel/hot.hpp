// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_HOT_HPP
#define BRNPA_KERNEL_HOT_HPP

#ifdef __GNUC__
#define BRNPA_INLINE __attribute__((always_inline)) inline
#define BRNPA_NOINLINE __attribute__((noinline))
#else
#define BRNPA_INLINE inline
#define BRNPA_NOINLINE
#endif

// Functions that take the time, and BRNPA_INLINE for their parts. Where the linker can choose between versions of a
// function at load time, each is built three times: for the compiler's baseline, for AVX2 with FMA, and for AVX-512.
// Sanitizers run before such a choice can be made. Where they would be inlined, GCC forgets what does not overlap.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(BRNPA_NO_MULTIVERSIONING)
#define BRNPA_HOT [[maybe_unused]] BRNPA_NOINLINE static
#elif defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) && !defined(__AVX2__)
#if __GNUC__ >= 12  // before, GCC does not know the levels
#define BRNPA_HOT [[maybe_unused]] __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"))) static
#else
#define BRNPA_HOT [[maybe_unused]] __attribute__((target_clones("avx2", "default"))) static
#endif
#else
#define BRNPA_HOT [[maybe_unused]] BRNPA_NOINLINE static
#endif

#endif
