#include "command_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace {

constexpr size_t MOST_TYPING_ERRORS = 2;

/// Letters to put in, take away or replace until one is the other.
size_t typingErrors(const std::string& one, const std::string& other) {
    std::vector<size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), size_t{0});
    for (size_t i = 0; i < one.size(); ++i) {
        size_t diagonal = row[0]++;
        for (size_t j = 0; j < other.size(); ++j) {
            const size_t replaced = diagonal + (one[i] == other[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
        }
    }
    return row.back();
}

std::string nearestCommand(const CLI::App& command, const std::string& word) {
    std::string nearest;
    size_t fewest = std::min(MOST_TYPING_ERRORS, word.size() / 2) + 1;
    for (const CLI::App* choice : command.get_subcommands([](const CLI::App*) { return true; })) {
        const size_t errors = typingErrors(word, choice->get_name());
        if (errors >= fewest) continue;
        fewest = errors;
        nearest = choice->get_name();
    }
    return nearest;
}

}  // namespace

std::string unknownCommand(const CLI::App& program, const std::vector<std::string>& words) {
    const CLI::App* command = &program;
    std::string path = program.get_name();
    for (size_t i = 0; i < words.size() && command->get_require_subcommand_min() > 0; ++i) {
        const std::string& word = words[i];
        if (!word.empty() && word.front() == '-') {
            const CLI::Option* option = command->get_option_no_throw(word);
            if (option) i += static_cast<size_t>(option->get_items_expected_min());
            continue;
        }
        const auto named = command->get_subcommands([&](const CLI::App* one) { return one->get_name() == word; });
        if (named.empty()) {
            const std::string nearest = nearestCommand(*command, word);
            return fmt::format("There is no {} {}{}", path, word,
                               nearest.empty() ? "" : fmt::format(", but {} {}", path, nearest));
        }
        command = named.front();
        path += " " + word;
    }
    return "";
}
