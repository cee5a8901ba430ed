#include "detector_choice.hpp"

#include <algorithm>
#include <thread>

#include "model_location.hpp"
#include "option_checks.hpp"
#include "reid/errors.hpp"
#include "reid/input_size.hpp"
#include "reid/parallel_detector.hpp"

namespace {

constexpr double LARGEST_SCORE = 100;  ///< beyond any detector's; networks check for 0 to 1 themselves
constexpr double LARGEST_CLASS = 100000;

std::string refuseOtherThanEngine(const std::string& name) {
    try {
        reid::engineNamed(name);
        return "";
    } catch (const reid::InputError& error) {
        const std::string sentence = error.what();
        return sentence.substr(0, sentence.size() - 1);  // which goes on after the full stop
    }
}

}  // namespace

CLI::Option* addDetectorOptions(CLI::App& command, DetectorChoice& choice) {
    choice.detector = defaultDetector(modelsFolder());
    CLI::Option* detector =
        command
            .add_option("--detector", choice.detector,
                        "Finds the people: hog (built-in), a model's name or folder, or a network file (.onnx, .cfg)")
            ->type_name("NAME|DIR|FILE")
            ->capture_default_str();
    std::string families;
    for (const std::string& name : reid::detectorFamilyNames())
        families += (families.empty() ? "" : "|") + name;
    command
        .add_option_function<std::string>(
            "--detector-family",
            [&choice](const std::string& name) { choice.options.family = reid::familyNamed(name); },
            "What the outputs of the network file mean; default: told by their shapes")
        ->check(CLI::IsMember(reid::detectorFamilyNames()).description(""))
        ->type_name(families);
    command
        .add_option_function<std::string>(
            "--detector-size",
            [&choice](const std::string& text) { choice.options.inputSize = reid::parseInputSize(text); },
            "Size of the network's input: small is fast, large finds people far away; default: its own")
        ->check(sizeLike("416x320"))
        ->type_name("WxH");
    command
        .add_option("--detector-class", choice.options.personClass,
                    "Number of the class \"person\" in the network file; default: 0, as in COCO (1 for ssd)")
        ->check(numberBetween(0, LARGEST_CLASS))
        ->type_name("N");
    command
        .add_option("--score", choice.options.score,
                    "Lowest confidence that counts: 0 to 1 for networks, a margin for hog; default: the detector's")
        ->check(numberBetween(-LARGEST_SCORE, LARGEST_SCORE))
        ->type_name("S");
    command
        .add_option_function<std::string>(
            "--engine", [&choice](const std::string& name) { choice.options.engine = reid::engineNamed(name); },
            "What computes the networks: auto, opencv, onednn, onednn-bf16 (twice as fast, less exact)")
        ->check(CLI::Validator(refuseOtherThanEngine, ""))
        ->type_name("NAME")
        ->default_str("auto");
    return detector;
}

std::unique_ptr<reid::Detector> openParallelDetector(const DetectorChoice& choice, int videos) {
    constexpr int MOST = 8;  // what follows on one thread is no faster than so many detectors
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    return std::make_unique<reid::ParallelDetector>([&choice] { return openDetector(choice); },
                                                    std::clamp(cores / videos, 1, MOST));
}

std::unique_ptr<reid::Detector> openDetector(const DetectorChoice& choice) {
    return reid::openDetector(detectorLocation(choice.detector, modelsFolder()), choice.options);
}
