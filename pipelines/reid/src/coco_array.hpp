#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "reid/atomic_file.hpp"

namespace reid {

constexpr int COCO_PERSON = 1;  // the category in COCO's own annotations

/// A file of COCO results: one array, an object a line.
class CocoArray {
  public:
    /// @throws ResourceError as AtomicFile; so does finish().
    explicit CocoArray(const std::string& path) : file_(path) { file_.stream() << "["; }

    void add(const nlohmann::ordered_json& entry) {
        file_.stream() << (first_ ? "\n" : ",\n") << entry.dump();
        first_ = false;
    }
    void finish() {
        file_.stream() << "\n]\n";
        file_.commit();
    }
    const std::string& partialPath() const { return file_.partialPath(); }

  private:
    AtomicFile file_;
    bool first_ = true;
};

}  // namespace reid
