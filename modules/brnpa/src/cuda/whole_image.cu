// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "seed.cuh"
#include "tile.cuh"

namespace brnpa_cuda {

namespace {

//! One block computes an image whose features it keeps in shared memory: they are read once.
template <class T, int V>
class WholeImage {
  public:
    __device__ WholeImage(const Job& job, int image)
        : job_(job),
          image_(image),
          C_(job.features.channels),
          P_(job.features.pixels),
          lanes_(job.columns),
          shared_(sharedMemory()),
          memory_(shared_, blockDim.x, job.columns * V, C_, P_, sizeof(T)),
          x_(reinterpret_cast<T*>(memory_.features)) {}

    __device__ void load() {
        const T* const features = static_cast<const T*>(job_.features.data) + rowOf(job_, image_, 0);
        const int perRow = P_ / V;
#pragma unroll 4
        for (int i = threadIdx.x; i < C_ * perRow; i += blockDim.x)
            reinterpret_cast<Pixels<T, V>*>(x_)[i] =
                *reinterpret_cast<const Pixels<T, V>*>(features + i / perRow * job_.features.stride + i % perRow * V);
        __syncthreads();
    }

    //! n and a = n. False where a norm is not finite: then nothing that follows would be.
    __device__ bool start() {
        forEachPixel<true>([&](int i, float square) {
            memory_.norms[i] = sqrtf(square) + job_.options.epsilon;
            job_.out.norms[static_cast<std::size_t>(image_) * P_ + i] = memory_.norms[i];
        });
        double sum = 0;
        best_ = noCandidate();
        for (int i = threadIdx.x; i < P_; i += blockDim.x) {
            memory_.activity[i] = startActivity(job_.options, image_, i, memory_.norms[i]);
            best_ = better(best_, candidate(memory_.activity[i], i));
            sum += memory_.norms[i];
        }
        return std::isfinite(blockSum(sum, memory_.reduction.sums));
    }

    __device__ void part(int k) {
        const std::size_t row = static_cast<std::size_t>(image_) * job_.options.parts + k;
        const int seed = blockArgmax(best_, memory_.reduction.candidates);
        for (int c = threadIdx.x; c < C_; c += blockDim.x)
            memory_.unitSeed[c] = toFloat(x_[c * P_ + seed]) / memory_.norms[seed];
        __syncthreads();
        forEachPixel<false>([&](int i, float dot) { memory_.similarity[i] = dot / memory_.norms[i]; });

        double sum = 0;
        for (int i = threadIdx.x; i < P_; i += blockDim.x)
            sum += memory_.similarity[i];
        sum = blockSum(sum, memory_.reduction.sums);
        writeVector(row, seed, sum);
        writeMap(row, sum);
        if (threadIdx.x == 0) {
            if (job_.out.seeds) job_.out.seeds[row] = seed;
            if (job_.out.sums) job_.out.sums[row] = static_cast<float>(sum);
        }
    }

    __device__ void writeNaN() {
        const std::size_t K = job_.options.parts;
        for (std::size_t i = threadIdx.x; i < K * P_; i += blockDim.x)
            job_.out.maps[image_ * K * P_ + i] = NAN;
        for (std::size_t i = threadIdx.x; i < K * C_; i += blockDim.x)
            job_.out.vectors[image_ * K * C_ + i] = NAN;
        for (std::size_t k = threadIdx.x; k < K; k += blockDim.x) {
            if (job_.out.seeds) job_.out.seeds[image_ * K + k] = 0;
            if (job_.out.sums) job_.out.sums[image_ * K + k] = 0;
        }
    }

  private:
    //! action(i, sum_c u_c x_ci), or with Squares of sum_c x_ci^2, tile by tile.
    template <bool Squares, class Action>
    __device__ void forEachPixel(const Action& action) {
        const int tilePixels = job_.columns * V;
        for (int first = 0; first < P_; first += tilePixels) {
            const Tile<T> tile{x_ + first, static_cast<std::size_t>(P_), C_, min(tilePixels, P_ - first)};
            dots<T, V, Squares>(tile, lanes_, memory_.unitSeed, nullptr, memory_.warpSums);
            __syncthreads();
            for (int t = threadIdx.x; t < tile.width; t += blockDim.x)
                action(first + t, dotOf(memory_.warpSums, tilePixels, t));
            __syncthreads();  // the next tile writes warpSums, and whoever follows reads what action() wrote
        }
    }

    __device__ void writeVector(std::size_t row, int seed, double sum) {
        float* const vector = job_.out.vectors + row * C_;
        if (!job_.options.refine) {
            for (int c = threadIdx.x; c < C_; c += blockDim.x)
                vector[c] = toFloat(x_[c * P_ + seed]);
            return;
        }
        const Tile<T> image{x_, static_cast<std::size_t>(P_), C_, P_};
        if (sum == 0)
            weightedSums<T, V>(image, lanes_, Ones(), nullptr,
                               [&](int c, float total) { vector[c] = total / static_cast<float>(P_); });
        else
            weightedSums<T, V>(image, lanes_, memory_.similarity, nullptr,
                               [&](int c, float total) { vector[c] = static_cast<float>(total / sum); });
    }

    //! Also a <- (1 - s) a, and what is most active then.
    __device__ void writeMap(std::size_t row, double sum) {
        const bool byWeight = job_.options.suppression == brnpa_kernel::Suppression::Weight;
        best_ = noCandidate();
        for (int i = threadIdx.x; i < P_; i += blockDim.x) {
            const float similarity = memory_.similarity[i];
            const float weight = sum == 0 ? 1.f / static_cast<float>(P_) : static_cast<float>(similarity / sum);
            job_.out.maps[row * P_ + i] = weight;
            memory_.activity[i] *= 1.f - (byWeight ? weight : similarity);
            best_ = better(best_, candidate(memory_.activity[i], i));
        }
    }

    const Job& job_;
    const int image_, C_, P_;
    const Lanes lanes_;
    Arena shared_;
    const ImageMemory memory_;
    T* const x_;  // C x P, shared memory
    Candidate best_;
};

template <class T, int V>
__global__ void __launch_bounds__(kMaxThreads) wholeImageKernel(const Job job) {
    WholeImage<T, V> image(job, blockIdx.x);
    image.load();
    if (!image.start()) return image.writeNaN();
    for (int k = 0; k < static_cast<int>(job.options.parts); ++k)
        image.part(k);
}

}  // namespace

int launchWholeImage(const Job& job, const Plan& plan, Stream stream) {
    const Kernel kernel = chosen(job.features, plan, wholeImageKernel<float, 4>, wholeImageKernel<float, 1>,
                                 wholeImageKernel<__half, 8>, wholeImageKernel<__half, 1>);
    return launch(kernel, job.features.images, plan.threads, imageBytes(job.features, plan), stream, job);
}

}  // namespace brnpa_cuda
