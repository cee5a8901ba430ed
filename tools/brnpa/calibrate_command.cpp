#include "calibrate_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "calibration_plot.hpp"
#include "model_options.hpp"
#include "option_checks.hpp"
#include "person_pictures.hpp"
#include "picture_embedding.hpp"
#include "picture_file.hpp"
#include "reid/atomic_file.hpp"
#include "reid/calibration.hpp"
#include "reid/embedder.hpp"
#include "reid/errors.hpp"
#include "text_table.hpp"

namespace {

constexpr double USUAL_RATES[] = {1e-2, 1e-3, 1e-4};

/// Pictures with the number of the person on them.
struct Labelled {
    std::vector<reid::Embedding> embeddings;
    std::vector<int> people;
};

Labelled embedPictures(const std::vector<std::string>& sources, reid::Embedder& embedder) {
    Labelled labelled;
    int number = 0;
    for (const PersonPictures& person : peopleOnPictures(sources, "")) {
        for (const std::string& file : person.files) {
            labelled.embeddings.push_back(viewOfPicture(embedder, file).embedding);
            labelled.people.push_back(number);
        }
        ++number;
    }
    return labelled;
}

/// Those of the usual rates that so many pairs of different people can tell.
std::vector<double> usualRates(const std::vector<int>& people, std::ostream& warnings) {
    std::vector<int> sorted = people;
    std::sort(sorted.begin(), sorted.end());
    double all = static_cast<double>(sorted.size()), pairs = all * all / 2;
    for (auto begin = sorted.begin(); begin != sorted.end();) {
        const auto end = std::upper_bound(begin, sorted.end(), *begin);
        const auto own = static_cast<double>(end - begin);
        pairs -= own * own / 2;
        begin = end;
    }
    std::vector<double> rates;
    for (double rate : USUAL_RATES) {
        if (rate * pairs >= reid::FEWEST_FALSE_ACCEPTS) rates.push_back(rate);
    }
    if (rates.size() < std::size(USUAL_RATES))
        warnings << fmt::format(
            "brnpa: {:.0f} pairs of different people are too few for a false accept rate of {:g}.\n", pairs,
            USUAL_RATES[rates.size()]);
    return rates;
}

nlohmann::ordered_json toJson(const std::vector<reid::Threshold>& thresholds) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const reid::Threshold& threshold : thresholds) {
        json.push_back({{"false_accept_rate", threshold.falseAcceptRate},
                        {"distance", threshold.distance},
                        {"low", threshold.low},
                        {"high", threshold.high},
                        {"calibrated_on", threshold.calibratedOn}});
    }
    return json;
}

void writeThresholds(const reid::ModelFolder& folder, const std::vector<reid::Threshold>& thresholds) {
    const std::string path = (std::filesystem::path(folder.directory) / "model.json").string();
    std::ifstream before(path);
    auto described = nlohmann::ordered_json::parse(before);  // ModelFolder has read it without complaint
    described["thresholds"] = toJson(thresholds);
    reid::AtomicFile file(path);
    file.stream() << described.dump(2) << "\n";
    file.commit();
}

void print(const reid::Calibration& calibration, std::ostream& out) {
    out << fmt::format("{} pairs of the same person, {} of different people.\n", calibration.same.size(),
                       calibration.different.size());
    TextTable table({"FALSE ACCEPTS", "THRESHOLD", "95 % INTERVAL", "TRUE ACCEPTS"});
    for (const reid::Threshold& threshold : calibration.thresholds) {
        table.add({fmt::format("{:g}", threshold.falseAcceptRate), fmt::format("{:.3f}", threshold.distance),
                   fmt::format("{:.3f} to {:.3f}", threshold.low, threshold.high),
                   fmt::format("{:.1f} %", 100 * calibration.trueAcceptRate(threshold.distance))});
    }
    table.print(out);
    out << fmt::format("At {:.3f} both kinds of errors are as frequent: {:.2f} %.", calibration.equalErrorDistance,
                       100 * calibration.equalErrorRate)
        << std::endl;
}

}  // namespace

CLI::App* addCalibrateCommand(CLI::App& program, CalibrateRequest& request) {
    CLI::App* command = program.add_subcommand("calibrate", "Measure from which distance on two pictures differ");
    command->description(
        "Measures on pictures of known people which distance means the same person: the model's own thresholds come\n"
        "from other cameras than yours. Wants a folder of pictures for each person, whole and alone, as brnpa gallery\n"
        "export writes them; check them by eye first, since a wrong one counts as a mistake of the network.");
    command->footer(
        "Example: brnpa calibrate people/ --plot distances.png\n"
        "Exit codes: 0 done, 2 wrong options, 3 unusable input, 4 the machine failed.");
    command->add_option("sources", request.sources, "Folder that holds a folder of pictures for each person")
        ->required()
        ->type_name("FOLDER");
    addModelOption(*command, request.model);
    command
        ->add_option("--false-accept-rate", request.rates,
                     "Shares of pairs of different people to accept; default: 0.01, 0.001, 0.0001 as far as the\n"
                     "pictures go")
        ->check(numberBetween(0, 1))
        ->type_name("RATE");
    command->add_option("--plot", request.plot, "Save the distances of both kinds of pairs as a picture")
        ->check(writablePicture())
        ->type_name("FILE");
    command->add_option("--note", request.note, "What the pictures are, for model.json; default: the folder's name")
        ->type_name("TEXT");
    command->add_flag("--write", request.write,
                      "Replace the thresholds in the model folder, which annotate and search use then");
    command->add_flag("--json", request.json, "Print JSON for programs instead of a table");
    return command;
}

int calibrate(const CalibrateRequest& request, std::ostream& out, std::ostream& warnings) {
    const reid::ModelFolder folder = reid::ModelFolder::load(request.model);
    reid::Embedder embedder(folder);
    const Labelled labelled = embedPictures(request.sources, embedder);
    const std::vector<double> rates = request.rates.empty() ? usualRates(labelled.people, warnings) : request.rates;
    const std::string note = request.note.empty()
                                 ? std::filesystem::weakly_canonical(request.sources.front()).filename().string()
                                 : request.note;
    const reid::Calibration calibration =
        reid::calibrate(labelled.embeddings, labelled.people, folder.metric, rates, note);
    if (!request.plot.empty())
        writePicture(request.plot, draw(calibration, fmt::format("{} on {}", folder.name, note)));
    if (request.write) {
        if (calibration.thresholds.empty())
            throw reid::InputError("The pictures give no threshold to write; more people or pictures are needed.");
        writeThresholds(folder, calibration.thresholds);
    }
    if (request.json) {
        out << nlohmann::ordered_json{{"model", folder.name},
                                      {"same_pairs", calibration.same.size()},
                                      {"different_pairs", calibration.different.size()},
                                      {"equal_error_rate", calibration.equalErrorRate},
                                      {"equal_error_distance", calibration.equalErrorDistance},
                                      {"thresholds", toJson(calibration.thresholds)}}
                   .dump(2)
            << std::endl;
        return 0;
    }
    print(calibration, out);
    if (request.write) out << fmt::format("Written into {}.", folder.directory) << std::endl;
    return 0;
}
