#include "data/picture_deck.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace brnpa::trainer {

std::vector<std::size_t> drawDeck(const std::vector<PersonPicture>& list, double balance, Random& random) {
    std::map<std::string, double> sizes;
    double largest = 0;
    for (const auto& picture : list)
        largest = std::max(largest, ++sizes[picture.source]);
    std::vector<std::size_t> deck;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const double times = std::pow(largest / sizes[list[i].source], balance);
        deck.insert(deck.end(), static_cast<std::size_t>(times + random.uniform()), i);
    }
    random.shuffle(deck);
    return deck;
}

}  // namespace brnpa::trainer
