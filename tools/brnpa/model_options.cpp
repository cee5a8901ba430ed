#include "model_options.hpp"

#include "model_location.hpp"
#include "option_checks.hpp"

namespace {

constexpr double LARGEST_DISTANCE = 1e6;  ///< far beyond any embedding's distances

}  // namespace

CLI::Option* addModelOption(CLI::App& command, std::string& model) {
    model = defaultModelFolder();
    const auto find = [](std::string& named) {
        named = detectorLocation(named, modelsFolder());
        return std::string();
    };
    return command
        .add_option("--model", model, "Tells people apart: a shipped model's name, or a folder: model.onnx, model.json")
        ->transform(CLI::Validator(find, ""))
        ->type_name("NAME|DIR")
        ->default_str("reid-live");
}

void addAcceptOptions(CLI::App& command, AcceptOptions& options) {
    CLI::Option* threshold =
        command
            .add_option(
                "--threshold", options.threshold,
                "Largest distance to the nearest picture of a person at which a picture is that person; default:\n"
                "the gallery's own, where brnpa calibrate has written one, else the model's; for people in videos, "
                "who\n"
                "are looked at several times, 0.75 of these")
            ->check(numberBetween(0, LARGEST_DISTANCE))
            ->type_name("DISTANCE");
    command
        .add_option("--false-accept-rate", options.falseAcceptRate,
                    "Choose among these thresholds by the share of comparisons of a picture with another person that\n"
                    "it accepts")
        ->check(numberBetween(0, 1))
        ->type_name("RATE")
        ->capture_default_str()
        ->excludes(threshold);
    command
        .add_option("--margin", options.margin,
                    "Nobody is named when the second nearest person is not farther than the nearest by this much")
        ->check(numberBetween(0, LARGEST_DISTANCE))
        ->type_name("DISTANCE")
        ->capture_default_str();
}
