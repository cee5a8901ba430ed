#pragma once

#include <ATen/autocast_mode.h>
#include <torch/types.h>
#include <torch/version.h>

namespace brnpa::trainer {

//! Runs convolutions and matrix products in bfloat16 while it lives, where it is on.
class AutocastGuard {
  public:
    AutocastGuard(bool on, const torch::Device& device) : on_(on), isCuda_(device.is_cuda()) {
        if (on_) set(true);
    }
    ~AutocastGuard() {
        if (!on_) return;
        at::autocast::clear_cache();
        set(false);
    }
    AutocastGuard(const AutocastGuard&) = delete;
    AutocastGuard& operator=(const AutocastGuard&) = delete;

  private:
    void set(bool enabled) const {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
        const auto type = isCuda_ ? at::kCUDA : at::kCPU;
        at::autocast::set_autocast_enabled(type, enabled);
        at::autocast::set_autocast_dtype(type, at::kBFloat16);
#else
        if (isCuda_) {
            at::autocast::set_enabled(enabled);
            at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
        } else {
            at::autocast::set_cpu_enabled(enabled);
            at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
        }
#endif
    }

    bool on_, isCuda_;
};

}  // namespace brnpa::trainer
