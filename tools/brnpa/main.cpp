#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <new>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <string>

#include "annotate.hpp"
#include "calibrate_command.hpp"
#include "command_words.hpp"
#include "config_file.hpp"
#include "detect.hpp"
#include "evaluate_tracks_command.hpp"
#include "gallery_command.hpp"
#include "input_paths.hpp"
#include "reid/errors.hpp"
#include "stream.hpp"
#include "video/gstreamer.hpp"

namespace {

constexpr int USAGE_ERROR = 2;
constexpr int INPUT_ERROR = 3;
constexpr int RESOURCE_ERROR = 4;

/// One line that ends with a full stop.
std::string sentence(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    while (!text.empty() && (text.back() == '.' || text.back() == ' '))
        text.pop_back();
    return "brnpa: " + text + ".";
}

int fail(const std::string& text, int exitCode) {
    std::cerr << sentence(withoutPasswords(text)) << std::endl;
    return exitCode;
}

/// Libraries would write to stderr what the program says itself, in one sentence. OPENCV_LOG_LEVEL brings it back.
void quietLibraries() {
    if (std::getenv("OPENCV_LOG_LEVEL")) return;
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    cv::redirectError([](int, const char*, const char*, const char*, int, void*) { return 0; });
}

std::string versions() {
    return "brnpa " BRNPA_VERSION " (OpenCV " + cv::getVersionString() + ", GStreamer " + video::gstreamerVersion() +
           ")";
}

/// In a list of commands the first clause of a description is enough, unless that is the beginning of an enumeration.
class BriefCommands : public CLI::Formatter {
  public:
    std::string make_subcommand(const CLI::App* command) const override {
        const std::string description = command->get_description();
        std::string line = "  " + command->get_name();
        line.resize(std::max(line.size() + 1, get_column_width()), ' ');
        constexpr const char* STOPS = ",.:\n";
        size_t end = description.find_first_of(STOPS);
        if (end < description.find(' ')) end = description.find_first_of(STOPS, end + 1);
        return line + description.substr(0, end) + "\n";
    }
};

/// For example "brnpa gallery search".
std::string commandGiven(const CLI::App& program) {
    std::string words = program.get_name();
    const CLI::App* command = &program;
    while (!command->get_subcommands().empty()) {
        command = command->get_subcommands().front();
        words += " " + command->get_name();
    }
    return words;
}

int run(int argc, char** argv) {
    CLI::App program(
        "BR-NPA attention for video: finds, tracks and recognizes people, and shows where the network looked.",
        "brnpa");
    program.formatter(std::make_shared<BriefCommands>());
    program.set_version_flag("--version", versions(), "Print the versions of this program and its libraries");
    program.require_subcommand(1);
    program.fallthrough();  // --config may stand behind the command, too
    program.set_config("--config", "", "TOML file with options, in a section for each command")->type_name("FILE");
    program.config_formatter(std::make_shared<ConfigFile>(program));
    program.footer("brnpa COMMAND --help tells more about a command.");
    AnnotateOptions annotateOptions;
    addAnnotateCommand(program, annotateOptions);
    DetectOptions detectOptions;
    const CLI::App* detectCommand = addDetectCommand(program, detectOptions);
    StreamOptions streamOptions;
    const CLI::App* streamCommand = addStreamCommand(program, streamOptions);
    GalleryRequest galleryRequest;
    const CLI::App* galleryCommand = addGalleryCommand(program, galleryRequest);
    CalibrateRequest calibrateRequest;
    const CLI::App* calibrateCommand = addCalibrateCommand(program, calibrateRequest);
    EvaluateTracksRequest evaluateTracksRequest;
    const CLI::App* evaluateTracksCommand = addEvaluateTracksCommand(program, evaluateTracksRequest);
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& wish) {  // --help, --version
        return program.exit(wish);
    } catch (const CLI::ParseError& error) {
        const std::string unknown = unknownCommand(program, {argv + 1, argv + argc});
        return fail((unknown.empty() ? error.what() : unknown) + "; " + commandGiven(program) +
                        " --help lists what is accepted",
                    USAGE_ERROR);
    }
    if (calibrateCommand->parsed()) return calibrate(calibrateRequest, std::cout, std::cerr);
    if (evaluateTracksCommand->parsed()) return evaluateTracks(evaluateTracksRequest, std::cout);
    if (galleryCommand->parsed()) return runGalleryCommand(galleryRequest, std::cout, std::cerr);
    std::ostream silence(nullptr);
    const auto out = [&](bool quiet) -> std::ostream& { return quiet ? silence : std::cout; };
    const bool terminal = isatty(STDOUT_FILENO) != 0;
    if (streamCommand->parsed()) return stream(streamOptions, std::cout, std::cerr);
    if (detectCommand->parsed()) return detect(detectOptions, out(detectOptions.quiet), std::cerr, terminal);
    return annotate(annotateOptions, out(annotateOptions.quiet), std::cerr, terminal);
}

}  // namespace

int main(int argc, char** argv) {
    // A closed pipe or a size limit is then an error like any other, and not a death that leaves files behind.
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    quietLibraries();
    try {
        return run(argc, argv);
    } catch (const reid::InputError& error) {
        return fail(error.what(), INPUT_ERROR);
    } catch (const reid::ResourceError& error) {
        return fail(error.what(), RESOURCE_ERROR);
    } catch (const cv::Exception& error) {
        return fail("OpenCV failed in " + error.func + ": " + error.err, RESOURCE_ERROR);
    } catch (const std::bad_alloc&) {
        return fail("There is not enough memory", RESOURCE_ERROR);
    } catch (const std::exception& error) {
        return fail(error.what(), RESOURCE_ERROR);
    }
}
