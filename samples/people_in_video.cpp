// Who is seen when in a video: detector, tracker, re-identification and gallery as a part of a program of yours.
//   people_in_video MODELS VIDEO
// MODELS is the folder of the models that ship. Prints a line when somebody has come and gone; who comes back has the
// same number. Links brnpa::reid, after find_package(brnpa_reid).
#include <cstdint>
#include <iomanip>
#include <iostream>
#include <map>
#include <opencv2/videoio.hpp>

#include "reid/errors.hpp"
#include "reid/open_detector.hpp"
#include "reid/person_pipeline.hpp"
#include "reid/shipped_models.hpp"

namespace {

constexpr int64_t SHORTEST_ABSENCE_MS = 1000;  // a shorter one counts as none

struct Visit {
    int64_t firstMs, lastMs;  // of the video
};

void print(int identity, const Visit& visit) {
    std::cout << "person " << identity << ": from " << visit.firstMs / 1000.0 << " s to " << visit.lastMs / 1000.0
              << " s" << std::endl;
}

reid::PersonPipeline openPipeline(const std::string& models) {
    const reid::ModelFolder folder = reid::ModelFolder::load(reid::defaultModel(models));
    auto detector = reid::openDetector(reid::detectorLocation(reid::defaultDetector(models), models));
    const auto options = reid::PersonPipelineOptions::usual(detector->usualInterval(),
                                                            reid::GalleryOptions::of(folder, reid::Query::Track));
    return {std::move(detector), std::make_unique<reid::Embedder>(folder), options};
}

void watch(const std::string& models, const std::string& path) {
    cv::VideoCapture video(path);
    if (!video.isOpened()) throw reid::InputError("No video can be read from " + path + ".");
    reid::PersonPipeline pipeline = openPipeline(models);
    std::map<int, Visit> visits;  // of those who are in view, by identity
    for (cv::Mat frame; video.read(frame);) {
        const auto nowMs = static_cast<int64_t>(video.get(cv::CAP_PROP_POS_MSEC));
        for (const reid::Person& person : pipeline.process(frame, nowMs)) {
            if (!person.identity) continue;  // seen too shortly to say who it is
            visits.try_emplace(*person.identity, Visit{nowMs, nowMs}).first->second.lastMs = nowMs;
        }
        for (auto one = visits.begin(); one != visits.end();) {
            const bool gone = nowMs - one->second.lastMs >= SHORTEST_ABSENCE_MS;
            if (gone) print(one->first, one->second);
            one = gone ? visits.erase(one) : std::next(one);
        }
    }
    for (const auto& [identity, visit] : visits)
        print(identity, visit);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: people_in_video MODELS VIDEO" << std::endl;
        return 2;
    }
    try {
        std::cout << std::fixed << std::setprecision(1);
        watch(argv[1], argv[2]);
    } catch (const reid::InputError& error) {
        std::cerr << error.what() << std::endl;
        return 3;
    } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
        return 4;
    }
}
