#pragma once

#include <map>
#include <optional>

#include "reid/person.hpp"

/// Follows the identities of tracks, which change where somebody new turned out to be somebody known.
class IdentityChanges {
  public:
    /// @param person of the next frame.
    /// @returns the identity that was given up for the person's, if that has just happened.
    std::optional<int> givenUp(const reid::Person& person) {
        if (!person.identity) return std::nullopt;
        const auto [entry, isFirst] = latest_.try_emplace(person.trackId, *person.identity);
        if (isFirst || entry->second == *person.identity) return std::nullopt;
        const int before = entry->second;
        entry->second = *person.identity;
        return before;
    }

  private:
    std::map<int, int> latest_;  ///< by track
};
