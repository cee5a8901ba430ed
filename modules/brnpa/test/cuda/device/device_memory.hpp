// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_TEST_BRNPA_DEVICE_MEMORY_HPP
#define OPENCV_TEST_BRNPA_DEVICE_MEMORY_HPP

#include <cuda_runtime.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

inline void checkCuda(int error, const char* action) {
    if (error)
        throw std::runtime_error(std::string(action) + ": " + cudaGetErrorString(static_cast<cudaError_t>(error)));
}

inline bool hasDevice() {
    int count = 0;
    return cudaGetDeviceCount(&count) == cudaSuccess && count > 0;
}

//! An array in the memory of the current device.
template <class T>
class DeviceMemory {
  public:
    explicit DeviceMemory(std::size_t count) : count_(count) {
        checkCuda(cudaMalloc(reinterpret_cast<void**>(&data_), bytes()), "cudaMalloc");
        // Not-a-number, so that what is never written is seen.
        checkCuda(cudaMemset(data_, 0xFF, bytes()), "cudaMemset");
    }
    DeviceMemory(const DeviceMemory&) = delete;
    DeviceMemory& operator=(const DeviceMemory&) = delete;
    ~DeviceMemory() { cudaFree(data_); }

    void upload(const T* values, std::size_t count) {
        checkCuda(cudaMemcpy(data_, values, count * sizeof(T), cudaMemcpyHostToDevice), "copy to the device");
    }

    std::vector<T> download() const {
        std::vector<T> values(count_);
        checkCuda(cudaMemcpy(values.data(), data_, count_ * sizeof(T), cudaMemcpyDeviceToHost), "copy from the device");
        return values;
    }

    T* data() { return data_; }
    std::size_t bytes() const { return count_ * sizeof(T); }

  private:
    T* data_ = nullptr;
    std::size_t count_;
};

#endif
