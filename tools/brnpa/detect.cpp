#include "detect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "detect_plan.hpp"
#include "frame_source.hpp"
#include "interruption.hpp"
#include "progress.hpp"
#include "reid/detection_sink.hpp"

namespace {

std::unique_ptr<reid::DetectionSink> makeSink(DetectionFormat format, const std::string& file,
                                              const reid::Detector& detector) {
    switch (format) {
        case DetectionFormat::Mot:
            return reid::makeMotDetectionSink(file);
        case DetectionFormat::Coco:
            return reid::makeCocoDetectionSink(file);
        case DetectionFormat::JsonLines:
            break;
    }
    return reid::makeJsonLinesDetectionSink(file, detector);
}

/// The file that is being written, for the one who gives up.
class Unfinished {
  public:
    void set(std::string path) {
        const std::lock_guard<std::mutex> guard(mutex_);
        path_ = std::move(path);
    }
    void remove() {
        const std::lock_guard<std::mutex> guard(mutex_);
        if (!path_.empty()) std::remove(path_.c_str());
    }

  private:
    std::mutex mutex_;
    std::string path_;
};

/// One run of the command.
class Run {
  public:
    Run(const DetectOptions& options, std::ostream& out, std::ostream& warnings, bool terminal)
        : options_(options), out_(out), warnings_(warnings), terminal_(terminal) {}

    int operator()();

  private:
    void write(const DetectPart& part, Progress& progress);
    void look(const DetectPart::Input& input, int64_t place, reid::DetectionSink& sink, Progress& progress);
    std::optional<int64_t> expected(const FrameSource& source) const;
    void sayWhatCameOut(double seconds);

    const DetectOptions& options_;
    std::ostream &out_, &warnings_;
    bool terminal_;
    Unfinished unfinished_;
    Interruption interruption_{[this] { unfinished_.remove(); }};
    std::unique_ptr<reid::Detector> detector_;
    int64_t frames_ = 0, people_ = 0;
    std::vector<std::string> files_;  ///< finished
};

std::optional<int64_t> Run::expected(const FrameSource& source) const {
    auto frames = source.estimatedFrames();
    if (frames && options_.maxFrames) frames = std::min(*frames, *options_.maxFrames);
    if (frames) frames = (*frames + options_.every - 1) / options_.every;
    return frames;
}

void Run::look(const DetectPart::Input& input, int64_t place, reid::DetectionSink& sink, Progress& progress) {
    FrameSource source(input.name, input.picture, [this] { return interruption_.requested(); });
    if (options_.inputs.size() == 1) progress.expect(expected(source));
    video::VideoFrame frame;
    for (int64_t index = 0;
         !interruption_.requested() && (!options_.maxFrames || index < *options_.maxFrames) && source.read(frame);
         ++index) {
        if (index % options_.every != 0) continue;
        reid::FrameDetections found{input.name, index, frame.ptsNs, frame.image.size(), detector_->detect(frame.image)};
        if (input.picture) {
            found.frame = place;
            found.ptsNs.reset();
        }
        sink.write(found);
        people_ += static_cast<int64_t>(found.detections.size());
        progress.update(++frames_);
    }
    if (source.warning()) warnings_ << "brnpa: " << *source.warning() << std::endl;
}

void Run::write(const DetectPart& part, Progress& progress) {
    const auto sink = makeSink(options_.format, part.file, *detector_);
    unfinished_.set(sink->partialPath());
    const int64_t before = frames_;
    for (size_t i = 0; i < part.inputs.size() && !interruption_.requested(); ++i)
        look(part.inputs[i], static_cast<int64_t>(i), *sink, progress);
    if (frames_ > before || !interruption_.requested()) {
        sink->finish();
        files_.push_back(part.file);
    }
    unfinished_.set("");
}

void Run::sayWhatCameOut(double seconds) {
    if (files_.empty()) return;
    out_ << fmt::format("{} in {} ({:.1f} frames/s): {} found by {}.\n",
                        counted(static_cast<size_t>(frames_), "frame", "frames"), spokenDuration(seconds),
                        static_cast<double>(frames_) / std::max(seconds, 1e-3),
                        counted(static_cast<size_t>(people_), "box", "boxes"), detector_->name());
    if (people_ == 0)
        out_ << "Nobody was found; a lower --score, a larger --detector-size or another --detector may find more.\n";
    out_ << fmt::format("Results in {}{}.\n", files_.front(),
                        files_.size() > 1 ? fmt::format(" and {} more", files_.size() - 1) : "")
         << std::flush;
}

int Run::operator()() {
    detector_ = openDetector(options_.detector);
    const std::vector<DetectPart> parts = planDetection(options_);
    out_ << fmt::format("Looking for people with {} in {}.", detector_->name(),
                        counted(options_.inputs.size(), "input", "inputs"))
         << std::endl;
    Progress::Options progressOptions;
    progressOptions.terminal = terminal_;
    progressOptions.columns = terminalColumns;
    Progress progress(out_, progressOptions);
    if (std::all_of(parts.front().inputs.begin(), parts.front().inputs.end(),
                    [](const DetectPart::Input& input) { return input.picture; }))
        progress.expect(static_cast<int64_t>(options_.inputs.size()));

    for (size_t i = 0; i < parts.size() && !interruption_.requested(); ++i)
        write(parts[i], progress);
    progress.finish();
    sayWhatCameOut(progress.seconds());
    if (!interruption_.requested()) return 0;
    warnings_ << fmt::format("brnpa: Interrupted: the results hold the first {}.",
                             counted(static_cast<size_t>(frames_), "frame", "frames"))
              << std::endl;
    return Interruption::EXIT_CODE;
}

}  // namespace

int detect(const DetectOptions& options, std::ostream& out, std::ostream& warnings, bool terminal) {
    return Run(options, out, warnings, terminal)();
}
