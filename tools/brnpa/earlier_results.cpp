#include "earlier_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "reid/errors.hpp"
#include "result_folder.hpp"

namespace {

bool areAllThere(const std::string& folder, const std::vector<std::string>& names) {
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        return std::filesystem::is_regular_file(std::filesystem::path(folder) / name);
    });
}

}  // namespace

std::optional<VideoSummary> finishedEarlier(const AnnotateTask& task, const AnnotateOptions& options,
                                            const nlohmann::ordered_json& settings,
                                            const std::function<int64_t()>& galleryVisits) {
    const std::vector<std::string> names = fileNamesOf(options.formats);
    const auto fits = [&](const VideoSummary& summary) {
        return summary.settings == settings && summary.input == InputState::of(task.input);
    };
    auto published = VideoSummary::read((std::filesystem::path(task.folder) / SUMMARY_NAME).string());
    if (published && published->whole) {
        if (fits(*published)) {
            if (areAllThere(task.folder, names)) return published;
        } else if (!options.overwrite) {
            throw reid::InputError(
                fmt::format("{} holds results that were made with other options or of another state of {}; --overwrite "
                            "replaces them, or name another folder.",
                            task.folder, task.input));
        }
    }
    auto left = VideoSummary::read(ResultFolder::leftIn(task.folder, SUMMARY_NAME));
    if (!left || !left->whole || !fits(*left)) return std::nullopt;
    // What the video added to the gallery was written after its results were whole, or was not.
    if (left->galleryVisits >= 0 && left->galleryVisits != galleryVisits()) return std::nullopt;
    ResultFolder::takeUp(task.folder, names, otherFileNames(options.formats))->publish();
    return left;
}
