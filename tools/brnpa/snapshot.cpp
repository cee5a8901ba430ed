#include "snapshot.hpp"

#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <utility>
#include <vector>

#include "reid/atomic_file.hpp"

Snapshot::Snapshot(std::string path) : path_(std::move(path)) {
    if (!path_.empty()) reid::AtomicFile attempt(path_);  // fails now, not in the middle of the work
}

void Snapshot::offer(const cv::Mat& frame, size_t people) {
    if (path_.empty() || people <= people_) return;
    std::vector<uchar> encoded;
    cv::imencode(std::filesystem::path(path_).extension().string(), frame, encoded);
    reid::AtomicFile file(path_);
    file.stream().write(reinterpret_cast<const char*>(encoded.data()), static_cast<std::streamsize>(encoded.size()));
    file.commit();
    people_ = people;
}
