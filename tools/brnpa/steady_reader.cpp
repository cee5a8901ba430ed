#include "steady_reader.hpp"

#include <fmt/format.h>

#include <utility>

#include "fitted_picture.hpp"
#include "input_paths.hpp"

namespace {

video::VideoReaderOptions ofAnySize(video::VideoReaderOptions options) {
    options.sizeMayChange = true;
    return options;
}

}  // namespace

SteadyReader::SteadyReader(const std::string& input, video::VideoReaderOptions options)
    : input_(input),
      reader_(input, ofAnySize(std::move(options))),
      format_(reader_.format()),
      estimatedFrames_(reader_.estimatedFrames()) {}

bool SteadyReader::read(video::VideoFrame& frame) {
    if (!reader_.read(frame)) return false;
    const cv::Size size = frame.image.size();
    if (size != format_.size) {
        frame.image = fitted(frame.image, format_.size);
        frame.planes.reset();  // they have the other size
        if (!change_)
            change_ = fmt::format(
                "{} changes its frame size from {}x{} to {}x{} at frame {}; frames of another size are fitted into the "
                "first.",
                withoutPasswords(input_), format_.size.width, format_.size.height, size.width, size.height, frames_);
    }
    ++frames_;
    return true;
}

std::optional<std::string> SteadyReader::warning() const {
    if (!change_) return reader_.warning();
    if (!reader_.warning()) return change_;
    std::string both = *reader_.warning();
    both.back() = ';';  // one sentence of two
    return both + " " + *change_;
}
