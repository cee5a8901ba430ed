#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "accept_distance.hpp"

namespace CLI {
class App;
}

/// What `brnpa gallery` was asked for. Which fields mean something depends on the action.
struct GalleryRequest {
    std::string action;                ///< name of the subcommand
    std::string gallery;               ///< file
    std::vector<std::string> sources;  ///< enrol: pictures and folders
    std::string image;                 ///< search: one picture
    std::string person;                ///< number or name: show, rename, merge, split
    std::vector<std::string> people;   ///< numbers or names: merge (the others), forget
    std::vector<int64_t> pictures;     ///< split: numbers of exemplars
    std::string name;                  ///< enrol: of everybody; rename: the new one; may be empty
    std::string folder;                ///< export, import
    std::string camera;                ///< enrol
    std::string recordedAt;            ///< enrol: for recordingTimeMs(); empty: now
    std::string model;                 ///< enrol, search, alike: model folder
    AcceptOptions accept;
    int top = 10;       ///< search, alike: lines of the table, 1 or more
    std::string sheet;  ///< show, search, alike: picture file for the contact sheet; empty: none
    bool json = false;  ///< list, show, search, alike
};

/// Declares the subcommand with its own subcommands; the request is filled when the command line is parsed.
CLI::App* addGalleryCommand(CLI::App& program, GalleryRequest& request);

/// Runs what was asked for.
/// @param warnings one sentence a line.
/// @returns the exit code.
/// @throws reid::InputError, reid::ResourceError.
int runGalleryCommand(const GalleryRequest& request, std::ostream& out, std::ostream& warnings);
