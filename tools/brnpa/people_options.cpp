#include "people_options.hpp"

#include <map>

#include "model_options.hpp"
#include "option_checks.hpp"

namespace {

constexpr double MOST_FRAMES_BETWEEN_DETECTIONS = 1000;

}  // namespace

PeopleFlags addPeopleOptions(CLI::App& command, PeopleOptions& options) {
    addModelOption(command, options.model);
    CLI::Option* detector = addDetectorOptions(command, options.detector);
    command
        .add_option("--detect-every", options.detectEvery,
                    "Frames from one detection to the next; fewer is surer, and slower")
        ->check(numberBetween(1, MOST_FRAMES_BETWEEN_DETECTIONS))
        ->type_name("N")
        ->default_str("1; hog: 5");
    command
        .add_option("--look-every", options.lookEvery,
                    "Frames from one look at a person's appearance and attention to the next; 1 is surest, and\n"
                    "slowest. Whoever is new or near somebody is looked at more often")
        ->check(numberBetween(1, MOST_FRAMES_BETWEEN_DETECTIONS))
        ->type_name("N")
        ->capture_default_str();
    const std::map<std::string, int> normalizations = {{"joint", cv::brnpa::NORMALIZE_JOINT},
                                                       {"per-map", cv::brnpa::NORMALIZE_PER_MAP}};
    command
        .add_option_function<std::string>(
            "--normalize",
            [&options, normalizations](const std::string& name) { options.normalization = normalizations.at(name); },
            "per-map: one brightness scale for each part of a person; joint: one for all")
        ->check(CLI::IsMember({"joint", "per-map"}).description(""))
        ->type_name("joint|per-map")
        ->default_str("per-map");
    addAcceptOptions(command, options.accept);
    CLI::Option* gallery =
        command
            .add_option("--gallery", options.gallery,
                        "Recognize the people of this gallery and enrol new ones; made when missing. Default: none is\n"
                        "kept. brnpa gallery shows and edits it")
            ->type_name("FILE");
    command.add_flag("--anonymise,--anonymize", options.anonymise,
                     "Pixelate people in everything that is shown or written as a picture: films, pictures of the\n"
                     "report, the snapshot, those that a gallery gets from now on. Boxes, maps, identities and\n"
                     "records stay. Whom the detector does not find stays visible, and with --detect-every above 1\n"
                     "(hog: 5) whoever comes, until it runs: look at the result before you give it away");
    return {detector, gallery};
}
