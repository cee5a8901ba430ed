#include "calibrate_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "calibration_plot.hpp"
#include "model_options.hpp"
#include "option_checks.hpp"
#include "person_pictures.hpp"
#include "picture_embedding.hpp"
#include "reid/atomic_file.hpp"
#include "reid/calibration.hpp"
#include "reid/embedder.hpp"
#include "reid/errors.hpp"
#include "reid/lasting_gallery.hpp"
#include "reid/threshold_list.hpp"
#include "text_table.hpp"

namespace {

constexpr int MOST_RATES = 8;  // that a plot has room for

constexpr double USUAL_RATES[] = {1e-2, 1e-3, 1e-4};

/// Pictures with the number of the person on them.
struct Labelled {
    std::string model;  ///< its name
    reid::Metric metric;
    std::vector<reid::Embedding> embeddings;
    std::vector<int> people;
};

/// Told by its first bytes; whether it is one of ours is found out when it is opened.
bool isGallery(const std::string& source) {
    const std::string beginning = "SQLite format 3";
    std::string bytes(beginning.size(), ' ');
    std::ifstream(source, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return bytes == beginning;
}

Labelled exemplarsOf(const reid::LastingGallery& gallery) {
    Labelled labelled{gallery.model().name, gallery.model().metric, {}, {}};
    for (const reid::KnownPerson& person : gallery.people()) {
        for (reid::Exemplar& exemplar : gallery.exemplarsOf(person.identity)) {
            labelled.embeddings.push_back(std::move(exemplar.embedding));
            labelled.people.push_back(person.identity);
        }
    }
    return labelled;
}

Labelled embedPictures(const std::vector<std::string>& sources, reid::Embedder& embedder) {
    Labelled labelled{embedder.folder().name, embedder.folder().metric, {}, {}};
    int number = 0;
    for (const PersonPictures& person : peopleOnPictures(sources, "")) {
        for (const std::string& file : person.files) {
            labelled.embeddings.push_back(viewOfPicture(embedder, readPicture(file)).embedding);
            labelled.people.push_back(number);
        }
        ++number;
    }
    return labelled;
}

/// Those of the usual rates that so many comparisons of a picture with another person can tell.
std::vector<double> usualRates(const std::vector<int>& people, std::ostream& warnings) {
    const auto distinct = static_cast<double>(std::set<int>(people.begin(), people.end()).size());
    const double comparisons = static_cast<double>(people.size()) * std::max(distinct - 1, 0.0);
    std::vector<double> rates;
    for (double rate : USUAL_RATES) {
        if (rate * comparisons >= reid::FEWEST_FALSE_ACCEPTS) rates.push_back(rate);
    }
    if (rates.size() < std::size(USUAL_RATES))
        warnings << fmt::format(
            "brnpa: {:.0f} comparisons of a picture with another person are too few for a false accept rate of {:g}.\n",
            comparisons, USUAL_RATES[rates.size()]);
    return rates;
}

void writeInto(const reid::ModelFolder& folder, const std::vector<reid::Threshold>& thresholds) {
    const std::string path = (std::filesystem::path(folder.directory) / "model.json").string();
    std::ifstream before(path);
    auto described = nlohmann::ordered_json::parse(before);  // ModelFolder has read it without complaint
    described["thresholds"] = reid::toJson(thresholds);
    reid::AtomicFile file(path);
    file.stream() << described.dump(2) << "\n";
    file.commit();
}

void print(const reid::Calibration& calibration, std::ostream& out) {
    out << fmt::format("Pictures compared with their own person: {}, with another: {}.\n", calibration.same.size(),
                       calibration.different.size());
    TextTable table({"FALSE ACCEPTS", "THRESHOLD", "95 % INTERVAL", "TRUE ACCEPTS"});
    for (const reid::Threshold& threshold : calibration.thresholds) {
        table.add({fmt::format("{:g}", threshold.falseAcceptRate), fmt::format("{:.3f}", threshold.distance),
                   fmt::format("{:.3f} to {:.3f}", threshold.low, threshold.high),
                   fmt::format("{:.1f} %", 100 * calibration.trueAcceptRate(threshold.distance))});
    }
    if (!calibration.thresholds.empty()) table.print(out);
    out << fmt::format("At {:.3f} both kinds of errors are as frequent: {:.2f} %.", calibration.equalErrorDistance,
                       100 * calibration.equalErrorRate)
        << std::endl;
}

}  // namespace

CLI::App* addCalibrateCommand(CLI::App& program, CalibrateRequest& request) {
    CLI::App* command = program.add_subcommand("calibrate", "Measure up to which distance a picture is a known person");
    command->description(
        "Measures on pictures of known people which distance means the same person: the model's own thresholds come\n"
        "from other cameras than yours. Compares each picture with each person as a gallery does: with the nearest of\n"
        "at most 16 pictures of the person. Wants a folder of pictures for each person, whole and alone, as brnpa\n"
        "gallery export writes them, or a gallery, whose people are compared as they are kept. Check them by eye\n"
        "first, since a wrong one counts as a mistake of the network.");
    command->footer(
        "Example: brnpa calibrate staff.gallery --plot distances.png --write\n"
        "Exit codes: 0 done, 2 wrong options, 3 unusable input, 4 the machine failed.");
    command
        ->add_option("sources", request.sources, "Folder that holds a folder of pictures for each person; or a gallery")
        ->required()
        ->type_name("FOLDER|GALLERY");
    const CLI::Option* model = addModelOption(*command, request.model);
    command->callback([&request, model] { request.modelNamed = model->count() > 0; });
    command
        ->add_option("--false-accept-rate", request.rates,
                     "Shares of comparisons of a picture with another person to accept; default: 0.01, 0.001, 0.0001\n"
                     "as far as the pictures go")
        ->check(numberBetween(0, 1))
        ->expected(1, MOST_RATES)
        ->type_name("RATE");
    command
        ->add_option("--plot", request.plot,
                     "Save the distances to the same and to other people as a picture: .png, .jpg, .svg")
        ->check(writableDrawing())
        ->type_name("FILE");
    command
        ->add_option("--note", request.note,
                     "What the pictures are, kept with the thresholds; default: the name of folder or gallery")
        ->type_name("TEXT");
    CLI::Option* write = command->add_flag(
        "--write", request.write,
        "Replace the thresholds in the gallery or the model folder, which annotate, stream and search\n"
        "use then; a gallery's go before the model's");
    command
        ->add_option("--gallery", request.gallery,
                     "With --write: into this gallery, of the same model, instead of the model folder")
        ->type_name("FILE")
        ->needs(write);
    command->add_flag("--json", request.json, "Print JSON for programs instead of a table");
    return command;
}

int calibrate(const CalibrateRequest& request, std::ostream& out, std::ostream& warnings) {
    const bool ownGallery = std::any_of(request.sources.begin(), request.sources.end(), isGallery);
    if (ownGallery && (request.sources.size() > 1 || !request.gallery.empty()))
        throw reid::InputError(
            "A gallery is measured alone, and keeps its own thresholds; name one, and nothing else.");
    using reid::LastingGallery;
    std::optional<LastingGallery> gallery;
    std::optional<reid::ModelFolder> folder;
    const auto access = request.write ? LastingGallery::Access::Write : LastingGallery::Access::Read;
    if (ownGallery) {
        if (request.modelNamed) {
            const auto model = reid::GalleryModel::of(reid::ModelFolder::load(request.model));
            gallery.emplace(request.sources.front(), access, model);
        } else {
            gallery.emplace(request.sources.front(), access);
        }
    } else {
        folder = reid::ModelFolder::load(request.model);
        if (!request.gallery.empty()) {
            LastingGallery(request.gallery, LastingGallery::Access::Read);  // one that is not there is not made
            gallery.emplace(request.gallery, access, reid::GalleryModel::of(*folder));
        }
    }
    Labelled labelled;
    if (ownGallery) {
        labelled = exemplarsOf(*gallery);
    } else {
        reid::Embedder embedder(*folder);
        labelled = embedPictures(request.sources, embedder);
    }

    const std::vector<double> rates = request.rates.empty() ? usualRates(labelled.people, warnings) : request.rates;
    const std::string note = request.note.empty()
                                 ? std::filesystem::weakly_canonical(request.sources.front()).filename().string()
                                 : request.note;
    const reid::Calibration calibration =
        reid::calibrate(labelled.embeddings, labelled.people, labelled.metric, rates, note);
    if (!request.plot.empty()) writePlot(calibration, fmt::format("{} on {}", labelled.model, note), request.plot);
    if (request.write) {
        if (calibration.thresholds.empty())
            throw reid::InputError("The pictures give no threshold to write; more people or pictures are needed.");
        if (gallery) {
            gallery->setThresholds(calibration.thresholds);
        } else {
            writeInto(*folder, calibration.thresholds);
        }
    }
    if (request.json) {
        out << nlohmann::ordered_json{{"model", labelled.model},
                                      {"same_comparisons", calibration.same.size()},
                                      {"different_comparisons", calibration.different.size()},
                                      {"equal_error_rate", calibration.equalErrorRate},
                                      {"equal_error_distance", calibration.equalErrorDistance},
                                      {"thresholds", reid::toJson(calibration.thresholds)}}
                   .dump(2)
            << std::endl;
        return 0;
    }
    print(calibration, out);
    if (request.write)
        out << fmt::format("Written into {}.", gallery ? gallery->path() : folder->directory) << std::endl;
    return 0;
}
