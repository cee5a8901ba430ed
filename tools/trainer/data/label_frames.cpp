#include "data/label_frames.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "common/errors.hpp"
#include "common/partial_folder.hpp"
#include "common/progress.hpp"
#include "common/quiet_opencv.hpp"
#include "data/box_fusion.hpp"
#include "data/mot_detections.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

constexpr double samePerson = 0.55;  // IoU from which boxes are fused, as in the paper
constexpr int jpegQuality = 95;

using Frames = std::map<int, std::vector<FoundPerson>>;  // by number, from 1

//! What all detectors found together.
Frames fusedDetections(const std::vector<std::string>& paths) {
    std::vector<Frames> detectors;
    Frames fused;
    for (const auto& path : paths) {
        detectors.push_back(readMotDetections(path));
        for (const auto& [frame, boxes] : detectors.back())
            fused[frame];
    }
    if (fused.empty()) throw InputError(fmt::format("{} names no frame", fmt::join(paths, ", ")));
    for (auto& [frame, boxes] : fused) {
        std::vector<std::vector<FoundPerson>> found;
        for (auto& detector : detectors)
            found.push_back(detector[frame]);
        boxes = fuseBoxes(found, samePerson);
    }
    return fused;
}

//! Writes pictures and labels into a folder that appears when it is whole.
class DataSetWriter {
  public:
    explicit DataSetWriter(const LabelFramesOptions& options) : options_(options), folder_(options.output) {}

    void add(int number, const cv::Mat& frame, const std::vector<FoundPerson>& people) {
        const double scale =
            std::min(1.0, static_cast<double>(options_.longestSide) / std::max(frame.cols, frame.rows));
        cv::Mat picture = frame;
        if (scale < 1) cv::resize(frame, picture, {}, scale, scale, cv::INTER_AREA);
        const std::string name = fmt::format("{:06}.jpg", number);
        std::vector<uchar> bytes;
        cv::imencode(".jpg", picture, bytes, {cv::IMWRITE_JPEG_QUALITY, jpegQuality});
        folder_.write("images/" + name, {bytes.begin(), bytes.end()});
        images_ += fmt::format("{},{},{},{},train\n", name, picture.cols, picture.rows, source());
        ++written.pictures;
        const cv::Rect2d whole(0, 0, picture.cols, picture.rows);
        for (const auto& person : people) {
            const cv::Rect2d place(cv::Point2d(person.place.tl()) * scale, cv::Point2d(person.place.br()) * scale);
            const cv::Rect2d seen = place & whole;
            if (person.score < options_.ignoreAbove || seen.empty()) continue;
            const bool ignored = person.score < options_.labelAbove;
            labels_ += fmt::format("{},{:.1f},{:.1f},{:.1f},{:.1f},{}\n", name, seen.x, seen.y, seen.width, seen.height,
                                   ignored ? 1 : 0);
            ++(ignored ? written.ignored : written.people);
        }
    }

    void publish() {
        folder_.write("images.csv", images_);
        folder_.write("labels.csv", labels_);
        folder_.publish();
    }

    LabeledFrames written;

  private:
    //! The video's name, for the lists: they have no quotes.
    std::string source() const {
        std::string name = fs::path(options_.video).stem().string();
        std::replace(name.begin(), name.end(), ',', ' ');
        return name;
    }

    const LabelFramesOptions& options_;
    PartialFolder folder_;
    std::string images_ = "image,width,height,source,split\n", labels_ = "image,x,y,w,h,ignore\n";
};

}  // namespace

LabeledFrames labelFrames(const LabelFramesOptions& options) {
    if (fs::exists(options.output))
        throw InputError(options.output + " exists already; remove it or give another --output");
    const Frames frames = fusedDetections(options.detections);
    const QuietOpencv quiet;
    cv::VideoCapture video(options.video);
    if (!video.isOpened()) throw InputError("cannot read the video " + options.video);
    DataSetWriter data(options);
    Progress progress("labeling frames");
    cv::Mat picture;
    int number = 0;
    for (const auto& [wanted, people] : frames) {
        while (number < wanted && video.grab())
            ++number;
        if (number < wanted || !video.retrieve(picture))
            throw InputError(fmt::format("the detections name frame {}, but {} has {} frames; are they of this video?",
                                         wanted, options.video, number));
        data.add(number, picture, people);
        progress.update(static_cast<double>(data.written.pictures) / static_cast<double>(frames.size()),
                        fmt::format("{} of {}", data.written.pictures, frames.size()));
    }
    data.publish();
    return data.written;
}

}  // namespace brnpa::trainer
