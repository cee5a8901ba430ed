#include "evaluation/write_ranked_strips.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "common/atomic_file.hpp"
#include "common/errors.hpp"
#include "data/image_store.hpp"
#include "evaluation/embed_pictures.hpp"
#include "evaluation/ranking.hpp"
#include "explain/ranked_strips.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t shownPictures = 10;

std::string cameraText(const ReidImage& image) {
    return image.camera == 0 ? std::string() : fmt::format("camera {}", image.camera);
}

//! Pictures as the network sees them, with its attention.
std::vector<StripPicture> explained(Embedder& embedder, const std::vector<ReidImage>& images) {
    const EmbedderDescription& description = embedder.description();
    const ImageStore store(images, description.width, description.height);
    const Embedded found = embedder.embed(pictureBlob(store, description));
    std::vector<StripPicture> pictures(images.size());
    for (std::size_t i = 0; i < images.size(); ++i) {
        const int n = static_cast<int>(i);
        const cv::Mat rgb(store.height(), store.width(), CV_8UC3, const_cast<std::uint8_t*>(store.pixels(i)));
        cv::cvtColor(rgb, pictures[i].picture, cv::COLOR_RGB2BGR);
        const std::vector<int> mapSizes{found.maps.size[1], found.maps.size[2], found.maps.size[3]};
        pictures[i].maps = cv::Mat(mapSizes, CV_32F, const_cast<float*>(found.maps.ptr<float>(n))).clone();
        pictures[i].norms =
            cv::Mat(mapSizes[1], mapSizes[2], CV_32F, const_cast<float*>(found.norms.ptr<float>(n))).clone();
    }
    return pictures;
}

cv::Mat paint(Embedder& embedder, const MeasuredRanking& measured, std::size_t query) {
    std::vector<float> distances(measured.gallery.size());
    measured.distances.read(query, 1, distances.data());
    auto ranking = rankGallery(distances.data(), measured.query, query, measured.gallery);
    const ReidImage& asked = measured.set.query[query];
    const std::size_t matches = matchRanks(ranking, asked.identity, measured.gallery).size();
    ranking.resize(std::min(ranking.size(), shownPictures));

    std::vector<ReidImage> images{asked};
    for (const auto g : ranking)
        images.push_back(measured.set.gallery[g]);
    std::vector<StripPicture> pictures = explained(embedder, images);
    RankedStrip strip;
    strip.title = fmt::format(
        "{}: person {}, average precision {:.3f}, {} {} to find", fs::path(asked.path).filename().string(),
        asked.identity, measured.averagePrecision[query].value_or(0), matches, matches == 1 ? "picture" : "pictures");
    strip.query = std::move(pictures.front());
    strip.query.captions = {"query", cameraText(asked)};
    for (std::size_t i = 0; i < ranking.size(); ++i) {
        StripPicture picture = std::move(pictures[i + 1]);
        picture.matches = images[i + 1].identity == asked.identity;
        picture.captions = {fmt::format("rank {}", i + 1), fmt::format("distance {:.3f}", distances[ranking[i]]),
                            cameraText(images[i + 1])};
        strip.ranked.push_back(std::move(picture));
    }
    return paintRankedStrip(strip);
}

void makeFolder(const std::string& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw ResourceError(fmt::format("cannot make the folder {}: {}", folder, error.message()));
}

}  // namespace

std::vector<std::size_t> chooseStripQueries(const std::vector<std::optional<double>>& averagePrecision,
                                            std::size_t count) {
    std::vector<std::size_t> order;
    for (std::size_t q = 0; q < averagePrecision.size(); ++q)
        if (averagePrecision[q]) order.push_back(q);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return *averagePrecision[a] < *averagePrecision[b]; });
    count = std::min(count, order.size());
    const std::size_t lowest = (count + 1) / 2, spread = count - lowest, rest = order.size() - lowest;
    std::vector<std::size_t> chosen(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(lowest));
    // The last of `spread` equal stretches' ends is the best query.
    for (std::size_t i = 1; i <= spread; ++i)
        chosen.push_back(order[lowest + rest * i / spread - 1]);
    return chosen;
}

void writeRankedStrips(const std::string& folder, int count, Embedder& embedder, const MeasuredRanking& measured) {
    makeFolder(folder);
    const auto queries = chooseStripQueries(measured.averagePrecision, static_cast<std::size_t>(std::max(count, 0)));
    for (std::size_t i = 0; i < queries.size(); ++i) {
        std::vector<unsigned char> png;
        cv::imencode(".png", paint(embedder, measured, queries[i]), png);
        const std::string name = fmt::format("{:02}_ap-{:.3f}_{}.png", i + 1, *measured.averagePrecision[queries[i]],
                                             fs::path(measured.set.query[queries[i]].path).stem().string());
        writeFileAtomically((fs::path(folder) / name).string(), {png.begin(), png.end()});
    }
}

}  // namespace brnpa::trainer
