#pragma once

#include <iterator>
#include <map>
#include <set>

namespace reid {

/// Removes the entries of all other keys.
template <typename Value>
void keepOnly(const std::set<int>& keys, std::map<int, Value>& entries) {
    for (auto entry = entries.begin(); entry != entries.end();) {
        entry = keys.count(entry->first) != 0 ? std::next(entry) : entries.erase(entry);
    }
}

}  // namespace reid
