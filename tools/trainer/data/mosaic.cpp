#include "data/mosaic.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "data/letterbox.hpp"

namespace brnpa::trainer {
namespace {

constexpr double keptShare = 0.5, namedShare = 0.1;  // of a person, left within the tile
constexpr float smallestHeight = 8;                  // of a person that is learnt, pixels
constexpr double largestEnlargement = 2;             // of a stored picture: beyond that it is blur
constexpr double borderRange = 0.15;                 // how far borders of tiles stray, of the tile's side
// Of the factor that fits a picture into its tile: less would be a stamp in a sea of grey; the most of pictures without
// people.
constexpr double leastCover = 0.6, largestCover = 2.5;
constexpr double overlapOfRanges = 1.4;  // of a height's range beyond its third

//! Where a cutout of a picture goes: the pixels `from` of it become `to` of the sample.
struct Cut {
    cv::Rect from, to;
};

//! First pixel and number of them, along one axis.
struct Span {
    int begin, length;
};

/** Along one axis: which pixels of the picture are shown where in the tile.
@param center of what should be seen, in the picture. */
std::pair<Span, Span> drawSpans(int length, Span tile, double scale, double center, Random& random) {
    const int shown = std::clamp(static_cast<int>(std::lround(tile.length / scale)), 1, length);
    const int target = std::clamp(static_cast<int>(std::lround(shown * scale)), 1, tile.length);
    const int first = static_cast<int>(std::lround(center - random.uniform(0.1, 0.9) * shown));
    const auto slack = static_cast<std::size_t>(tile.length - target);
    return {{std::clamp(first, 0, length - shown), shown},
            {tile.begin + static_cast<int>(random.below(slack + 1)), target}};
}

cv::Point2f centerOf(const cv::Rect2f& box) {
    return {box.x + box.width / 2, box.y + box.height / 2};
}

void addBoxes(const DetectionSample& picture, const Cut& cut, DetectionSample& sample) {
    const float scaleX = static_cast<float>(cut.to.width) / static_cast<float>(cut.from.width);
    const float scaleY = static_cast<float>(cut.to.height) / static_cast<float>(cut.from.height);
    for (const auto& box : picture.boxes) {
        const cv::Rect2f whole((box.place.x - static_cast<float>(cut.from.x)) * scaleX + static_cast<float>(cut.to.x),
                               (box.place.y - static_cast<float>(cut.from.y)) * scaleY + static_cast<float>(cut.to.y),
                               box.place.width * scaleX, box.place.height * scaleY);
        const cv::Rect2f left = whole & cv::Rect2f(cut.to);
        const double share = whole.area() > 0 ? left.area() / whole.area() : 0;
        if (share < namedShare) continue;
        sample.boxes.push_back({left, box.ignored || share < keptShare || left.height < smallestHeight});
    }
}

void paste(const DetectionSample& picture, const Cut& cut, DetectionSample& sample) {
    cv::resize(picture.picture(cut.from), sample.picture(cut.to), cut.to.size(), 0, 0,
               cut.to.width < cut.from.width ? cv::INTER_AREA : cv::INTER_LINEAR);
    addBoxes(picture, cut, sample);
}

//! Range of heights for tiles x tiles pictures.
std::pair<double, double> heights(const Mosaic& mosaic, int tiles) {
    const double ratio = std::cbrt(mosaic.largestPerson / mosaic.smallestPerson);
    const double low = mosaic.smallestPerson * std::pow(ratio, 3 - tiles);
    return {std::max(mosaic.smallestPerson, low / overlapOfRanges),
            std::min(mosaic.largestPerson, low * ratio * overlapOfRanges)};
}

void fillTile(const Mosaic& mosaic, const DetectionSample& picture, const cv::Rect& tile, int tiles, Random& random,
              DetectionSample& sample) {
    const cv::Size size = picture.picture.size();
    const auto [low, high] = heights(mosaic, tiles);
    const double height = std::exp(random.uniform(std::log(low), std::log(high)));
    std::vector<const PersonBox*> people;
    for (const auto& box : picture.boxes)
        if (!box.ignored && box.place.height >= 1) people.push_back(&box);
    const double fitting = letterboxScale(size, tile.size());
    double scale = fitting * random.uniform(leastCover, largestCover);
    cv::Point2f center(static_cast<float>(random.uniform() * size.width),
                       static_cast<float>(random.uniform() * size.height));
    if (!people.empty()) {
        const cv::Rect2f& place = people[random.below(people.size())]->place;
        scale = height / static_cast<double>(place.height);
        center = centerOf(place);
    }
    scale = std::min(std::max(scale, leastCover * fitting), std::max(fitting, largestEnlargement));
    const auto [fromX, toX] = drawSpans(size.width, {tile.x, tile.width}, scale, center.x, random);
    const auto [fromY, toY] = drawSpans(size.height, {tile.y, tile.height}, scale, center.y, random);
    paste(picture,
          {{fromX.begin, fromY.begin, fromX.length, fromY.length}, {toX.begin, toY.begin, toX.length, toY.length}},
          sample);
}

//! Begins of the tiles along one side, and its end.
std::vector<int> drawBorders(int length, int tiles, Random& random) {
    std::vector<int> borders{0};
    for (int i = 1; i < tiles; ++i)
        borders.push_back(
            static_cast<int>(std::lround(length * (i + random.uniform(-borderRange, borderRange)) / tiles)));
    borders.push_back(length);
    return borders;
}

void vary(const Mosaic& mosaic, Random& random, DetectionSample& sample) {
    if (random.uniform() < mosaic.flip) {
        cv::flip(sample.picture, sample.picture, 1);
        for (auto& box : sample.boxes)
            box.place.x = static_cast<float>(sample.picture.cols) - box.place.x - box.place.width;
    }
    if (random.uniform() < mosaic.colors.probability) {
        cv::Mat floats;
        sample.picture.convertTo(floats, CV_32F);
        changeColors(floats.ptr<float>(), floats.total(), drawColorChange(mosaic.colors, random));
        floats.convertTo(sample.picture, CV_8U);
    }
}

}  // namespace

DetectionSample drawMosaic(const Mosaic& mosaic, const MosaicSources& sources, std::size_t first, cv::Size input,
                           Random& random) {
    DetectionSample sample{cv::Mat(input, CV_8UC3, cv::Scalar::all(letterboxGrey)), {}};
    const double draw = random.uniform() * (mosaic.shares[0] + mosaic.shares[1] + mosaic.shares[2]);
    const int tiles = draw < mosaic.shares[0] ? 1 : draw < mosaic.shares[0] + mosaic.shares[1] ? 2 : 3;
    const auto columns = drawBorders(input.width, tiles, random), rows = drawBorders(input.height, tiles, random);
    for (std::size_t y = 0; y + 1 < rows.size(); ++y)
        for (std::size_t x = 0; x + 1 < columns.size(); ++x) {
            const std::size_t which = x + y == 0 ? first : sources.deck[random.below(sources.deck.size())];
            const cv::Rect tile(columns[x], rows[y], columns[x + 1] - columns[x], rows[y + 1] - rows[y]);
            fillTile(mosaic, sources.pictures[which], tile, tiles, random, sample);
        }
    const auto [low, high] = heights(mosaic, tiles);
    pastePeople(sources.people, mosaic.pasted, low, high, sample, random);
    vary(mosaic, random, sample);
    return sample;
}

DetectionSample letterboxed(const DetectionSample& picture, cv::Size input) {
    const auto scale = static_cast<float>(letterboxScale(picture.picture.size(), input));
    DetectionSample sample{letterbox(picture.picture, input), picture.boxes};
    for (auto& box : sample.boxes)
        box.place = {box.place.x * scale, box.place.y * scale, box.place.width * scale, box.place.height * scale};
    return sample;
}

DetectionSample drawWhole(const Mosaic& mosaic, const DetectionSample& picture, cv::Size input, Random& random) {
    DetectionSample sample = letterboxed(picture, input);
    for (auto& box : sample.boxes)
        box.ignored = box.ignored || box.place.height < smallestHeight;
    vary(mosaic, random, sample);
    return sample;
}

}  // namespace brnpa::trainer
