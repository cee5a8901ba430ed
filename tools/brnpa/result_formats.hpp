#pragma once

#include <CLI/CLI.hpp>
#include <set>
#include <string>
#include <vector>

/// What annotate can write of a video, each a file of its own.
enum class ResultFormat { Film, JsonLines, Mot, Coco, WebVtt, Report };

using ResultFormats = std::set<ResultFormat>;

/// All but Coco.
ResultFormats usualResultFormats();

/// The file's name, for example "annotated.mp4".
const char* fileNameOf(ResultFormat format);

/// The file that says what was done and how, beside the others; written last.
constexpr const char* SUMMARY_NAME = "summary.json";

/// Names of the files that a run with these formats makes, the summary last.
std::vector<std::string> fileNamesOf(const ResultFormats& formats);

/// Names of those that it does not make, but another run may have made.
std::vector<std::string> otherFileNames(const ResultFormats& formats);

/// The words of the option: "mp4,jsonl,mot,vtt,html".
std::string wordsOf(const ResultFormats& formats);

/// Declares --formats.
CLI::Option* addFormatsOption(CLI::App& command, ResultFormats& formats);
