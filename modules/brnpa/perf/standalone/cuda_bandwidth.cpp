// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// What part of the device's copy bandwidth BR-NPA reaches: the bytes that it cannot avoid over the time that it takes.
//
//   brnpa_cuda_bandwidth        no options; a line for each shape
#ifdef BRNPA_CUDA_DEVICE
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <vector>

#include "../../src/cuda/launchers.hpp"
#include "../../src/cuda/overlay.hpp"
#include "../../test/cuda/device/device_memory.hpp"

namespace {

constexpr int kParts = 3;
constexpr int kWarmUp = 5, kRuns = 50;
constexpr std::size_t kCopied = std::size_t{1} << 30;  // bytes

//! The fastest of some runs on the default stream.
double seconds(const std::function<void()>& action) {
    cudaEvent_t start, end;
    checkCuda(cudaEventCreate(&start), "cudaEventCreate");
    checkCuda(cudaEventCreate(&end), "cudaEventCreate");
    double fastest = 1e9;
    for (int i = 0; i < kWarmUp + kRuns; ++i) {
        checkCuda(cudaEventRecord(start), "cudaEventRecord");
        action();
        checkCuda(cudaEventRecord(end), "cudaEventRecord");
        checkCuda(cudaEventSynchronize(end), "cudaEventSynchronize");
        float milliseconds = 0;
        checkCuda(cudaEventElapsedTime(&milliseconds, start, end), "cudaEventElapsedTime");
        if (i >= kWarmUp) fastest = std::min(fastest, milliseconds * 1e-3);
    }
    cudaEventDestroy(start);
    cudaEventDestroy(end);
    return fastest;
}

//! Bytes read and written a second.
double copyBandwidth() {
    DeviceMemory<unsigned char> from(kCopied), to(kCopied);
    const double time = seconds([&] {
        checkCuda(cudaMemcpyAsync(to.data(), from.data(), kCopied, cudaMemcpyDeviceToDevice), "cudaMemcpyAsync");
    });
    return 2. * kCopied / time;
}

void measure(int images, int channels, int height, int width, brnpa_cuda::Element element, double bandwidth) {
    const int pixels = height * width;
    brnpa_cuda::Features features{nullptr, element, images, channels, pixels, static_cast<std::size_t>(pixels)};
    const std::size_t count = static_cast<std::size_t>(images) * channels * pixels;
    DeviceMemory<unsigned char> x(count * features.elementBytes());
    // Bytes that as float or half precision are small positive numbers; zeros would take another path.
    checkCuda(cudaMemset(x.data(), 0x3C, x.bytes()), "cudaMemset");
    features.data = x.data();
    brnpa_cuda::Device device{};
    checkCuda(brnpa_cuda::currentDevice(device), "currentDevice");
    const brnpa_cuda::Plan plan = brnpa_cuda::planFor(features, device);
    brnpa_cuda::Options options;
    options.parts = kParts;
    DeviceMemory<float> vectors(static_cast<std::size_t>(images) * kParts * channels),
        maps(static_cast<std::size_t>(images) * kParts * pixels), norms(static_cast<std::size_t>(images) * pixels);
    DeviceMemory<unsigned char> scratch(brnpa_cuda::scratchBytes(features, options, plan) + 1);
    const double time = seconds([&] {
        checkCuda(brnpa_cuda::representativeVectors(features, options, {vectors.data(), maps.data(), norms.data()},
                                                    plan, scratch.data(), nullptr),
                  "representativeVectors");
    });
    const double reads = plan.wholeImage ? 1 : kParts + 1;
    const double bytes = reads * x.bytes() + vectors.bytes() + maps.bytes() + norms.bytes();
    std::printf("%2d x %4d x %2d x %2d %-5s %-12s %9.1f us %8.0f GB/s %6.2f\n", images, channels, height, width,
                element == brnpa_cuda::Element::Half ? "half" : "float",
                plan.wholeImage ? "whole image"
                : plan.kept     ? "kept tiles"
                                : "read twice",
                time * 1e6, bytes / time * 1e-9, bytes / time / bandwidth);
}

//! The maps of one image of 16 x 8 pixels over a picture of B, G and R, which is read and written once.
void measureOverlay(int height, int width, double bandwidth) {
    constexpr int kMapHeight = 16, kMapWidth = 8, kChannels = 3;
    constexpr std::size_t kPixels = std::size_t{kMapHeight} * kMapWidth;
    DeviceMemory<float> maps(kParts * kPixels);
    std::vector<float> values(kParts * kPixels);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(i % 7);
    maps.upload(values.data(), values.size());
    const std::size_t stride = static_cast<std::size_t>(width) * kChannels;
    DeviceMemory<std::uint8_t> image(height * stride), blended(height * stride);
    brnpa_cuda::Overlay overlay{};
    overlay.maps = maps.data();
    overlay.mapStride = kPixels * sizeof(float);
    overlay.parts = kParts;
    overlay.mapHeight = kMapHeight;
    overlay.mapWidth = kMapWidth;
    overlay.image = image.data();
    overlay.imageStride = overlay.blendedStride = stride;
    overlay.channels = kChannels;
    overlay.blended = blended.data();
    overlay.height = height;
    overlay.width = width;
    overlay.colorWeight = 0.8f;
    overlay.grayWeight = 0.2f;
    DeviceMemory<unsigned char> scratch(brnpa_cuda::overlayScratchBytes(overlay));
    const double time =
        seconds([&] { checkCuda(brnpa_cuda::paintOverlay(overlay, scratch.data(), nullptr), "paintOverlay"); });
    const double bytes = static_cast<double>(image.bytes() + blended.bytes());
    std::printf("overlay of %d x %-28d %9.1f us %8.0f GB/s %6.2f\n", height, width, time * 1e6, bytes / time * 1e-9,
                bytes / time / bandwidth);
}

}  // namespace

int main() {
    if (!hasDevice()) {
        std::fprintf(stderr, "brnpa_cuda_bandwidth: no CUDA device; this program measures one.\n");
        return 4;
    }
    try {
        const double bandwidth = copyBandwidth();
        std::printf("copy: %.0f GB/s, read and written; K = %d, fastest of %d\n", bandwidth * 1e-9, kParts, kRuns);
        for (const auto element : {brnpa_cuda::Element::Float, brnpa_cuda::Element::Half})
            for (const int images : {1, 32}) {
                measure(images, 512, 16, 8, element, bandwidth);
                measure(images, 512, 64, 32, element, bandwidth);
                measure(images, 2048, 56, 56, element, bandwidth);
            }
        measureOverlay(128, 64, bandwidth);
        measureOverlay(1080, 1920, bandwidth);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "brnpa_cuda_bandwidth: %s\n", error.what());
        return 4;
    }
    return 0;
}
#endif
