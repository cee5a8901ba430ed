#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace CLI {
class App;
}

/// What `brnpa calibrate` was asked for.
struct CalibrateRequest {
    std::vector<std::string> sources;  ///< folders of pictures, one for each person, or one gallery
    std::string model;                 ///< model folder
    bool modelNamed = false;           ///< on the command line: a gallery, which knows its model, must be of that one
    std::vector<double> rates;         ///< false accept rates; empty: 0.01, 0.001, 0.0001 as far as the pictures go
    std::string note;                  ///< what the pictures are, for the thresholds
    std::string gallery;               ///< file that gets the thresholds of pictures; empty: the model folder does
    std::string plot;                  ///< picture file; empty: none
    bool write = false;                ///< into the gallery or the model folder
    bool json = false;
};

/// Declares the subcommand; the request is filled when the command line is parsed.
CLI::App* addCalibrateCommand(CLI::App& program, CalibrateRequest& request);

/// Runs `brnpa calibrate`.
/// @param warnings one sentence a line.
/// @returns the exit code.
/// @throws reid::InputError, reid::ResourceError.
int calibrate(const CalibrateRequest& request, std::ostream& out, std::ostream& warnings);
