#include "data/mot_detections.hpp"

#include "data/csv_table.hpp"

namespace brnpa::trainer {
namespace {

constexpr float lastFrame = 1 << 24;  // up to where float counts
constexpr float farthest = 1 << 16;   // pixels: more is a mistake

}  // namespace

std::map<int, std::vector<FoundPerson>> readMotDetections(const std::string& path) {
    std::map<int, std::vector<FoundPerson>> frames;
    CsvTable table(path, "frame,identity,left,top,width,height,confidence", CsvTable::Header::None);
    while (table.next()) {
        const auto frame = static_cast<int>(table.number(0, 1, lastFrame));
        const cv::Rect2f place(table.number(2, -farthest, farthest), table.number(3, -farthest, farthest),
                               table.number(4, 0, farthest), table.number(5, 0, farthest));
        frames[frame].push_back({place, table.number(6, 0, 1)});
    }
    return frames;
}

}  // namespace brnpa::trainer
