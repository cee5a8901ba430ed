// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_TEST_BRNPA_EMULATED_RUN_HPP
#define OPENCV_TEST_BRNPA_EMULATED_RUN_HPP

#include <cstdint>
#include <limits>
#include <opencv2/core.hpp>
#include <stdexcept>
#include <vector>

#include "../../src/cuda/launchers.hpp"
#include "emulation.hpp"

namespace opencv_test {

//! Memory with a margin on either side: nothing may be written there, and nothing of it may reach a result.
template <class T>
class Guarded {
  public:
    //! @param offset by how many elements the start is off a multiple of 16 bytes.
    explicit Guarded(std::size_t count, std::size_t offset = 0)
        : all_(count + 2 * kMargin), start_(kMargin + offset), count_(count) {
        std::memset(static_cast<void*>(all_.data()), kNotANumber, all_.size() * sizeof(T));
    }

    T* data() { return all_.data() + start_; }

    //! @throws std::logic_error if the margins have changed.
    std::vector<T> checked() const {
        const T* const first = all_.data() + start_;
        const auto untouched = [](const T* from, const T* to) {
            const auto* bytes = reinterpret_cast<const unsigned char*>(from);
            return std::all_of(bytes, reinterpret_cast<const unsigned char*>(to),
                               [](unsigned char byte) { return byte == kNotANumber; });
        };
        if (!untouched(all_.data(), first) || !untouched(first + count_, all_.data() + all_.size()))
            throw std::logic_error("a kernel has written beside its memory");
        return {first, first + count_};
    }

  private:
    static constexpr std::size_t kMargin = 64;  // elements, keeps the alignment
    static constexpr unsigned char kNotANumber = 0xFF;
    std::vector<T> all_;
    std::size_t start_, count_;
};

//! How the features lie in memory and how the work is divided.
struct Division {
    enum Kind { WholeImage, KeptTiles, ReadTwice, Kinds };
    Kind kind = WholeImage;
    brnpa_cuda::Element element = brnpa_cuda::Element::Float;
    int threads = 64;
    int columns = 0;         // 0: as planned
    std::size_t offset = 0;  // elements from an aligned address
    std::size_t gap = 0;     // elements between rows
};

//! Results of the CUDA kernels, emulated; with the members that KernelRun has.
struct EmulatedRun {
    std::vector<float> vectors, maps, norms, sums;
    std::vector<std::int32_t> seeds;
    brnpa_cuda::Plan plan;

    EmulatedRun(const std::vector<float>& x, const brnpa_kernel::Shape& shape, const brnpa_kernel::Options& options,
                const Division& division = Division()) {
        if (division.element == brnpa_cuda::Element::Half) {
            cv::Mat half;
            cv::Mat(x).convertTo(half, CV_16F);
            const auto* bits = half.ptr<std::uint16_t>();
            run(std::vector<std::uint16_t>(bits, bits + x.size()), shape, options, division);
        } else {
            run(x, shape, options, division);
        }
    }

    //! Of all results.
    std::string bytes() const {
        std::string all;
        for (const std::vector<float>* values : {&vectors, &maps, &norms, &sums})
            all.append(reinterpret_cast<const char*>(values->data()), values->size() * sizeof(float));
        return all.append(reinterpret_cast<const char*>(seeds.data()), seeds.size() * sizeof(std::int32_t));
    }

  private:
    template <class T>
    void run(const std::vector<T>& x, const brnpa_kernel::Shape& shape, const brnpa_kernel::Options& options,
             const Division& division) {
        const std::size_t rows = shape.images * shape.channels, stride = shape.pixels + division.gap;
        Guarded<T> memory(rows * stride, division.offset);
        for (std::size_t row = 0; row < rows; ++row)
            std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(row * shape.pixels), shape.pixels,
                        memory.data() + row * stride);
        const brnpa_cuda::Features features{memory.data(),
                                            division.element,
                                            static_cast<int>(shape.images),
                                            static_cast<int>(shape.channels),
                                            static_cast<int>(shape.pixels),
                                            stride};
        const std::size_t memoryOfABlock = division.kind == Division::ReadTwice ? 0 : std::size_t{227} << 10;
        plan = brnpa_cuda::planFor(features, {memoryOfABlock, 1});
        plan.threads = division.threads;
        plan.wholeImage = plan.wholeImage && division.kind == Division::WholeImage;
        plan.kept = division.kind == Division::KeptTiles;
        if (division.columns) plan.columns = division.columns;

        Guarded<float> v(rows * options.parts), m(shape.images * options.parts * shape.pixels),
            n(shape.images * shape.pixels), s(shape.images * options.parts);
        Guarded<std::int32_t> j(shape.images * options.parts);
        Guarded<unsigned char> scratch(brnpa_cuda::scratchBytes(features, options, plan));
        const brnpa_cuda::Outputs out{v.data(), m.data(), n.data(), j.data(), s.data()};
        if (brnpa_cuda::representativeVectors(features, options, out, plan, scratch.data(), nullptr))
            throw std::runtime_error("a launch has failed");
        vectors = v.checked();
        maps = m.checked();
        norms = n.checked();
        sums = s.checked();
        seeds = j.checked();
        scratch.checked();
    }
};

}  // namespace opencv_test

#endif
