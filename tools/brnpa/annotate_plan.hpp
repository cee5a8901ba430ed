#pragma once

#include <string>
#include <vector>

/// A video, and where its results go.
struct AnnotateTask {
    std::string input;   ///< path or URI
    std::string name;    ///< of the results among those of the other videos, with slashes; empty: the only video
    std::string folder;  ///< of the results
    std::string title;   ///< of the video, for people; of a URI nothing that could be a password
};

/// Which videos the paths mean, and a folder for the results of each. A folder means the videos in it and in the
/// folders below, by their names' endings, in the order of their names; without hidden files, and without those in
/// output. One path that is no folder: its results go into output itself. Otherwise into output/NAME, where NAME is the
/// path below the folder that was given, without the name's ending; of several folders, with the folder's own name in
/// front. Two names that differ only by the ending keep it.
/// @param paths of videos and folders, and URIs. What is named twice is taken once.
/// @throws reid::InputError when a folder cannot be read or has no video, or two videos would share a folder.
std::vector<AnnotateTask> planAnnotation(const std::vector<std::string>& paths, const std::string& output);
