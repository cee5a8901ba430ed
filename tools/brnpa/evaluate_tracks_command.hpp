#pragma once

#include <cstdint>
#include <ostream>
#include <string>

namespace CLI {
class App;
}

/// What `brnpa evaluate-tracks` was asked for.
struct EvaluateTracksRequest {
    std::string groundTruth, result;  ///< files of MOTChallenge text
    double overlap = 0.5;             ///< intersection over union from which on boxes match
    int64_t firstFrame = 0;           ///< counted from 1; 0: from the first on
    int64_t lastFrame = 0;            ///< counted from 1; 0: up to the last
    bool json = false;                ///< print JSON for programs instead of a table
};

/// Declares the subcommand; the request is filled when the command line is parsed.
CLI::App* addEvaluateTracksCommand(CLI::App& program, EvaluateTracksRequest& request);

/// Runs `brnpa evaluate-tracks`.
/// @returns the exit code.
/// @throws reid::InputError, reid::ResourceError.
int evaluateTracks(const EvaluateTracksRequest& request, std::ostream& out);
