#include "detect.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "detect_plan.hpp"
#include "frame_source.hpp"
#include "interruption.hpp"
#include "progress.hpp"
#include "read_ahead.hpp"
#include "reid/detection_sink.hpp"
#include "reid/errors.hpp"

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

/// In the system's folder for what is needed for a while; gone with its content.
struct OwnFolder {
    OwnFolder() : path((std::filesystem::temp_directory_path() / "brnpa-XXXXXX").string()) {
        if (!mkdtemp(path.data()))
            throw reid::ResourceError(fmt::format("No folder {} can be made: {}.", path, std::strerror(errno)));
    }
    ~OwnFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    OwnFolder(const OwnFolder&) = delete;
    OwnFolder& operator=(const OwnFolder&) = delete;

    std::string path;
};

/// A frame that people are looked for in.
struct Looked {
    const DetectPart::Input* input = nullptr;
    int64_t place = 0;  ///< of the input among those of the part
    int64_t index = 0;  ///< of the frame in the input
    video::VideoFrame frame;
};

/// One run of the command.
class Run {
  public:
    Run(const DetectOptions& options, std::ostream& out, std::ostream& warnings, bool terminal)
        : options_(options), out_(out), warnings_(warnings), terminal_(terminal) {}

    int operator()();

  private:
    void write(const DetectPart& part, Progress& progress);
    void writeInto(const std::string& file, const DetectPart& part, Progress& progress);
    bool next(const DetectPart& part, Looked& looked, Progress& progress);
    void look(const Looked& looked, reid::DetectionSink& sink);
    std::optional<int64_t> expected(const FrameSource& source) const;
    void sayWhatCameOut(double seconds);

    const DetectOptions& options_;
    std::ostream &out_, &warnings_;
    bool terminal_;
    Unfinished unfinished_;
    Interruption interruption_{[this] { unfinished_.remove(); }};
    std::unique_ptr<reid::Detector> detector_;
    std::unique_ptr<FrameSource> source_;  ///< the input that is being read
    size_t inputs_ = 0;                    ///< of all parts
    size_t inputsRead_ = 0;                ///< of the part, to their ends
    int64_t framesRead_ = 0;               ///< of source_
    int64_t frames_ = 0, people_ = 0;
    std::vector<std::string> files_;  ///< finished
};

std::optional<int64_t> Run::expected(const FrameSource& source) const {
    auto frames = source.estimatedFrames();
    if (frames && options_.maxFrames) frames = std::min(*frames, *options_.maxFrames);
    if (frames) frames = (*frames + options_.every - 1) / options_.every;
    return frames;
}

/// The next frame of the part's inputs, one after the other. @returns false at the end of the last.
bool Run::next(const DetectPart& part, Looked& looked, Progress& progress) {
    while (!interruption_.requested() && inputsRead_ < part.inputs.size()) {
        const DetectPart::Input& input = part.inputs[inputsRead_];
        if (!source_) {
            source_ =
                std::make_unique<FrameSource>(input.name, input.picture, [this] { return interruption_.requested(); });
            framesRead_ = 0;
            if (inputs_ == 1) progress.expect(expected(*source_));
        }
        if ((options_.maxFrames && framesRead_ >= *options_.maxFrames) || !source_->read(looked.frame)) {
            if (source_->warning()) warnings_ << "brnpa: " << *source_->warning() << std::endl;
            source_.reset();
            ++inputsRead_;
            continue;
        }
        looked.input = &input;
        looked.place = static_cast<int64_t>(inputsRead_);
        looked.index = framesRead_++;
        if (looked.index % options_.every == 0) return true;
    }
    return false;
}

void Run::look(const Looked& looked, reid::DetectionSink& sink) {
    reid::FrameDetections found{looked.input->name, looked.index, looked.frame.ptsNs, looked.frame.image.size(),
                                detector_->detect(looked.frame.image)};
    if (looked.input->picture) {
        found.frame = looked.place;
        found.ptsNs.reset();
    }
    sink.write(found);
    people_ += static_cast<int64_t>(found.detections.size());
    ++frames_;
}

void Run::writeInto(const std::string& file, const DetectPart& part, Progress& progress) {
    const auto sink = makeSink(options_.format, file, *detector_);
    unfinished_.set(sink->partialPath());
    const int64_t before = frames_;
    inputsRead_ = 0;
    ReadAhead<Looked> ahead([&](Looked& looked) { return next(part, looked, progress); },
                            [this](const Looked& looked) { detector_->expect(looked.frame.image); },
                            detector_->ahead());
    Looked looked;
    while (!interruption_.requested() && ahead.read(looked)) {
        look(looked, *sink);
        progress.update(frames_);
    }
    source_.reset();
    if (frames_ > before || !interruption_.requested()) {
        sink->finish();
        files_.push_back(part.file);
    }
    unfinished_.set("");
}

/// What another program reads is whole as well.
void Run::write(const DetectPart& part, Progress& progress) {
    if (part.file != TO_TERMINAL) return writeInto(part.file, part, progress);
    const OwnFolder folder;
    const std::string file = folder.path + "/boxes";
    writeInto(file, part, progress);
    std::ifstream text(file);
    if (text.peek() != std::ifstream::traits_type::eof()) std::cout << text.rdbuf();
    if (!std::cout.flush()) throw reid::ResourceError("The boxes cannot be written to the terminal.");
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
    detector_ = openParallelDetector(options_.detector, 1);
    const std::vector<DetectPart> parts = planDetection(options_);
    for (const DetectPart& part : parts)
        inputs_ += part.inputs.size();
    out_ << fmt::format("Looking for people with {} in {}.", detector_->name(), counted(inputs_, "input", "inputs"))
         << std::endl;
    Progress::Options progressOptions;
    progressOptions.terminal = terminal_;
    progressOptions.columns = terminalColumns;
    Progress progress(out_, progressOptions);
    if (std::all_of(parts.front().inputs.begin(), parts.front().inputs.end(),
                    [](const DetectPart::Input& input) { return input.picture; }))
        progress.expect(static_cast<int64_t>(inputs_));

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
    std::ostream silence(nullptr);
    return Run(options, options.output == TO_TERMINAL ? silence : out, warnings, terminal)();
}
