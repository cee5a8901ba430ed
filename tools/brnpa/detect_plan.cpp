#include "detect_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "folder_walk.hpp"
#include "frame_source.hpp"
#include "input_paths.hpp"
#include "reid/errors.hpp"
#include "video/input_address.hpp"

namespace {

namespace fs = std::filesystem;

/// File name without folder and ending; of a URI likewise.
std::string stemOf(const std::string& input) {
    const bool uri = video::isUri(input);
    std::string name = uri ? input.substr(0, input.find_first_of("?#")) : input;
    while (!name.empty() && name.back() == '/')
        name.pop_back();
    return fs::path(name).stem().string();
}

std::vector<std::string> filesIn(const std::string& folder, const std::string& output) {
    const auto isWanted = [](const fs::path& file) { return looksLikeAVideo(file) || looksLikeAPicture(file); };
    std::vector<std::string> files;
    for (const fs::path& file : filesBelow(folder, isWanted, output))
        files.push_back((fs::path(folder) / file).string());
    if (files.empty())
        throw reid::InputError(fmt::format("There is no video and no picture in the folder {}.", folder));
    return files;
}

void makeFolder(const std::string& path) {
    std::error_code failure;
    if (fs::exists(path, failure) && !isFolder(path)) {
        throw reid::InputError(
            fmt::format("Several videos give several files as mot, and {} is a file; --output wants a folder.", path));
    }
    fs::create_directories(path, failure);
    if (failure)
        throw reid::ResourceError(fmt::format("The output folder {} cannot be made: {}.", path, failure.message()));
}

std::vector<DetectPart> oneFileEach(const std::vector<DetectPart::Input>& videos, const std::string& folder) {
    std::vector<DetectPart> parts;
    std::set<std::string> files;
    for (const DetectPart::Input& video : videos) {
        const std::string file = (fs::path(folder) / (stemOf(video.name) + ".txt")).string();
        if (!files.insert(file).second) {
            throw reid::InputError(
                fmt::format("Two of the videos would be written to {}; videos with different names are needed.", file));
        }
        parts.push_back({{video}, file});
    }
    makeFolder(folder);
    return parts;
}

std::vector<DetectPart> planMot(const std::vector<DetectPart::Input>& inputs, const std::string& output) {
    const auto pictures = std::count_if(inputs.begin(), inputs.end(), [](const auto& input) { return input.picture; });
    if (pictures != 0 && pictures != static_cast<std::ptrdiff_t>(inputs.size())) {
        throw reid::InputError(
            "Videos and pictures are no sequence together; --format mot takes either videos or pictures.");
    }
    if (pictures == 0 && inputs.size() > 1 && output == TO_TERMINAL)
        throw reid::InputError("Several videos give several files as mot; --output wants a folder, and not -.");
    const bool wantsFolder = isFolder(output) || output.back() == '/';
    if (pictures == 0 && (wantsFolder || inputs.size() > 1)) return oneFileEach(inputs, output);
    return {{inputs, output}};
}

void refuseUnfitFile(const std::string& file, bool overwrite) {
    if (file == TO_TERMINAL) return;
    if (isFolder(file) || file.empty() || file.back() == '/')
        throw reid::InputError(fmt::format("{} is a folder; --output wants a file here.", file));
    std::error_code ignored;
    if (!overwrite && fs::exists(file, ignored)) {
        throw reid::InputError(
            fmt::format("{} is there already; --overwrite replaces it, or name another file.", file));
    }
}

}  // namespace

std::vector<DetectPart> planDetection(const DetectOptions& options) {
    std::vector<DetectPart::Input> inputs;
    for (const std::string& name : options.inputs) {
        refuseCamera(name);
        for (const std::string& file : isFolder(name) ? filesIn(name, options.output) : std::vector{name})
            inputs.push_back({file, isPicture(file)});
    }
    std::vector<DetectPart> parts = {{inputs, options.output}};
    if (options.format == DetectionFormat::Mot) parts = planMot(inputs, options.output);
    for (const DetectPart& part : parts)
        refuseUnfitFile(part.file, options.overwrite);
    return parts;
}
