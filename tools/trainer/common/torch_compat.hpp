#pragma once

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace brnpa::trainer {

//! Runs convolutions and matrix products in bfloat16 while it lives, where it is on.
class AutocastGuard {
  public:
    explicit AutocastGuard(bool on) : on_(on) {
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
    static void set(bool enabled) {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
        at::autocast::set_autocast_enabled(at::kCPU, enabled);
        at::autocast::set_autocast_dtype(at::kCPU, at::kBFloat16);
#else
        at::autocast::set_cpu_enabled(enabled);
        at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
#endif
    }

    bool on_;
};

}  // namespace brnpa::trainer
