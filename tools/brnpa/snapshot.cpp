#include "snapshot.hpp"

#include <utility>

#include "picture_file.hpp"
#include "reid/atomic_file.hpp"

Snapshot::Snapshot(std::string path) : path_(std::move(path)) {
    if (!path_.empty()) reid::AtomicFile attempt(path_);  // fails now, not in the middle of the work
}

void Snapshot::offer(const cv::Mat& frame, size_t people) {
    if (path_.empty()) return;
    const std::lock_guard<std::mutex> guard(mutex_);
    if (people <= people_) return;
    writePicture(path_, frame);
    people_ = people;
}
