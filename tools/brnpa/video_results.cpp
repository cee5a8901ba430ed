#include "video_results.hpp"

VideoResults::VideoResults(const ResultFolder& folder, const ResultFormats& formats, const video::VideoFormat& format) {
    for (ResultFormat kind : formats) {
        const std::string path = folder.staged(fileNameOf(kind));
        switch (kind) {
            case ResultFormat::Film:
                film_ = std::make_unique<video::VideoWriter>(path, format);
                break;
            case ResultFormat::JsonLines:
                sinks_.push_back(reid::makeJsonLinesSink(path));
                break;
            case ResultFormat::Mot:
                sinks_.push_back(reid::makeMotSink(path));
                break;
            case ResultFormat::Coco:
                sinks_.push_back(reid::makeCocoSink(path));
                break;
            case ResultFormat::WebVtt:
                sinks_.push_back(reid::makeWebVttSink(path));
                break;
            case ResultFormat::Report:
                break;  // made of the summary, at the end
        }
    }
}

void VideoResults::write(int64_t index, const video::VideoFrame& frame, const std::vector<reid::Person>& people) {
    if (film_) film_->write(frame);
    for (const auto& sink : sinks_)
        sink->write(index, frame.ptsNs, people);
}

void VideoResults::finish() {
    if (film_) film_->finish();
    for (const auto& sink : sinks_)
        sink->finish();
}
