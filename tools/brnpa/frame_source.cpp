#include "frame_source.hpp"

#include <filesystem>
#include <utility>

#include "reid/errors.hpp"
#include "reid/picture_codecs.hpp"
#include "video/input_address.hpp"

bool isPicture(const std::string& input) {
    if (video::isUri(input)) return false;
    std::error_code ignored;
    if (!std::filesystem::exists(input, ignored)) {
        throw reid::InputError("The file \"" + input + "\" does not exist; a video, a picture or a URI is needed.");
    }
    return reid::looksLikePicture(input);
}

FrameSource::FrameSource(std::string input, bool picture, std::function<bool()> stop) : input_(std::move(input)) {
    if (picture) return;
    video::VideoReaderOptions options;
    options.stop = std::move(stop);
    reader_ = std::make_unique<SteadyReader>(input_, options);
}

bool FrameSource::read(video::VideoFrame& frame) {
    if (reader_) return reader_->read(frame);
    if (std::exchange(done_, true)) return false;
    frame.image = reid::pictureIn(input_);
    if (!frame.image.empty()) return true;
    throw reid::InputError("The picture \"" + input_ + "\" cannot be decoded; a whole picture file is needed.");
}

std::optional<int64_t> FrameSource::estimatedFrames() const {
    return reader_ ? reader_->estimatedFrames() : 1;
}

std::optional<std::string> FrameSource::warning() const {
    return reader_ ? reader_->warning() : std::nullopt;
}
