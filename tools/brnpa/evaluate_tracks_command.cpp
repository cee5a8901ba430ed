#include "evaluate_tracks_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <limits>

#include "option_checks.hpp"
#include "reid/errors.hpp"
#include "reid/mot_tracks.hpp"
#include "reid/tracking_metrics.hpp"
#include "tracking_report.hpp"

namespace {

constexpr double LEAST_OVERLAP = 0.01;

nlohmann::ordered_json forPrograms(const EvaluateTracksRequest& request, const reid::TrackingMetrics& metrics) {
    const auto frame = [](int64_t number) { return number > 0 ? nlohmann::ordered_json(number) : nullptr; };
    nlohmann::ordered_json json = {{"ground_truth", request.groundTruth},
                                   {"result", request.result},
                                   {"first_frame", frame(request.firstFrame)},
                                   {"last_frame", frame(request.lastFrame)},
                                   {"iou", request.overlap}};
    json.update(toJson(metrics));
    return json;
}

}  // namespace

CLI::App* addEvaluateTracksCommand(CLI::App& program, EvaluateTracksRequest& request) {
    CLI::App* command = program.add_subcommand("evaluate-tracks", "Measure how well a tracker followed people");
    command->description(
        "Measures how well a tracker followed people: compares tracks with the truth and gives HOTA, MOTA, IDF1 and\n"
        "what they are made of, as MOTChallenge does it. Both files are MOTChallenge text, as brnpa annotate writes "
        "it\n"
        "into tracks.txt: frame (from 1), id, left, top, width, height, confidence. Of the truth, boxes with the\n"
        "confidence 0 do not count.");
    command->footer(
        "Example: brnpa evaluate-tracks MOT17-04/gt/gt.txt out/tracks.txt\n"
        "Exit codes: 0 done, 2 wrong options, 3 unusable input, 4 the machine failed.");
    command->add_option("ground-truth", request.groundTruth, "File with where people really are")
        ->required()
        ->type_name("GROUND_TRUTH");
    command->add_option("result", request.result, "File with what the tracker wrote")->required()->type_name("RESULT");
    command
        ->add_option("--iou", request.overlap,
                     "Intersection over union from which on two boxes match; not for HOTA, which takes many")
        ->check(numberBetween(LEAST_OVERLAP, 1))
        ->type_name("SHARE")
        ->capture_default_str();
    command->add_option("--first-frame", request.firstFrame, "Leave out the frames before, of both files")
        ->check(numberBetween(1, MOST_FRAMES))
        ->type_name("N");
    command->add_option("--last-frame", request.lastFrame, "Leave out the frames behind, of both files")
        ->check(numberBetween(1, MOST_FRAMES))
        ->type_name("N");
    command->add_flag("--json", request.json, "Print JSON for programs instead of a table");
    command->callback([&request] {
        if (request.lastFrame > 0 && request.lastFrame < request.firstFrame)
            throw CLI::ValidationError("--last-frame", "it is before --first-frame");
    });
    return command;
}

int evaluateTracks(const EvaluateTracksRequest& request, std::ostream& out) {
    reid::MotTracks groundTruth = reid::MotTracks::readGroundTruth(request.groundTruth);
    reid::MotTracks result = reid::MotTracks::readResult(request.result);
    const int64_t last = request.lastFrame > 0 ? request.lastFrame : std::numeric_limits<int64_t>::max();
    groundTruth.keep(request.firstFrame, last);
    result.keep(request.firstFrame, last);
    if (groundTruth.frames.empty())
        throw reid::InputError(fmt::format("{} holds no box that counts{}; without any there is nothing to measure.",
                                           request.groundTruth,
                                           request.firstFrame > 0 || request.lastFrame > 0 ? " in these frames" : ""));
    const reid::TrackingMetrics metrics = reid::evaluateTracks(groundTruth, result, request.overlap);
    if (request.json) {
        out << forPrograms(request, metrics).dump(2) << std::endl;
    } else {
        printReport(metrics, request.overlap, out);
    }
    return 0;
}
