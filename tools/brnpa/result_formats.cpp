#include "result_formats.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace {

struct Entry {
    ResultFormat format;
    const char* word;
    const char* file;
};

constexpr std::array ENTRIES = {
    Entry{ResultFormat::Film, "mp4", "annotated.mp4"}, Entry{ResultFormat::JsonLines, "jsonl", "records.jsonl"},
    Entry{ResultFormat::Mot, "mot", "tracks.txt"},     Entry{ResultFormat::Coco, "coco", "coco.json"},
    Entry{ResultFormat::WebVtt, "vtt", "people.vtt"},  Entry{ResultFormat::Report, "html", "report.html"},
};

/// Empty where a word names no format.
std::optional<ResultFormats> formatsIn(const std::string& text) {
    ResultFormats formats;
    for (const std::string& word : CLI::detail::split(text, ',')) {
        const auto* const entry = std::find_if(ENTRIES.begin(), ENTRIES.end(),
                                               [&](const Entry& candidate) { return word == candidate.word; });
        if (entry == ENTRIES.end()) return std::nullopt;
        formats.insert(entry->format);
    }
    return formats;
}

std::string refuseUnknownFormats(const std::string& text) {
    if (formatsIn(text)) return "";
    return text + " is not a list of formats such as " + wordsOf(usualResultFormats());
}

std::vector<std::string> namesWhere(const ResultFormats& formats, bool wanted) {
    std::vector<std::string> names;
    for (const Entry& entry : ENTRIES) {
        if ((formats.count(entry.format) != 0) == wanted) names.emplace_back(entry.file);
    }
    return names;
}

}  // namespace

ResultFormats usualResultFormats() {
    return {ResultFormat::Film, ResultFormat::JsonLines, ResultFormat::Mot, ResultFormat::WebVtt, ResultFormat::Report};
}

const char* fileNameOf(ResultFormat format) {
    return std::find_if(ENTRIES.begin(), ENTRIES.end(), [&](const Entry& entry) { return entry.format == format; })
        ->file;
}

std::vector<std::string> fileNamesOf(const ResultFormats& formats) {
    std::vector<std::string> names = namesWhere(formats, true);
    names.emplace_back(SUMMARY_NAME);
    return names;
}

std::vector<std::string> otherFileNames(const ResultFormats& formats) {
    return namesWhere(formats, false);
}

std::string wordsOf(const ResultFormats& formats) {
    std::string words;
    for (const Entry& entry : ENTRIES) {
        if (formats.count(entry.format) != 0) words += (words.empty() ? "" : ",") + std::string(entry.word);
    }
    return words;
}

CLI::Option* addFormatsOption(CLI::App& command, ResultFormats& formats) {
    return command
        .add_option_function<std::string>(
            "--formats", [&formats](const std::string& text) { formats = *formatsIn(text); },
            "Which of mp4, jsonl, mot, coco, vtt and html to write, with commas between them")
        ->check(CLI::Validator(refuseUnknownFormats, ""))
        ->type_name("LIST")
        ->default_str(wordsOf(usualResultFormats()));
}
