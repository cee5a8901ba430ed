// Are these two pictures of the same person, and where did the network look to tell?
//   compare_people MODEL_FOLDER FIRST.jpg SECOND.jpg OVERLAY.png
// Prints the distance of the two pictures and writes them side by side with their attention maps: part 1 red, part 2
// green, part 3 blue.
// The model's threshold is that of a gallery, for the nearest of up to 16 pictures of a person. For two single pictures
// it is strict: they are farther apart than the nearest of many, so that it takes different people for one more seldom
// than its rate says, and the same person for two more often.
#include <iostream>
#include <opencv2/brnpa.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "reid/embedder.hpp"
#include "reid/errors.hpp"

namespace {

struct Seen {
    cv::Mat picture;
    reid::Appearance appearance;
};

Seen look(reid::Embedder& embedder, const std::string& path) {
    const cv::Mat picture = cv::imread(path);
    if (picture.empty()) throw reid::InputError("No picture can be read from " + path + ".");
    const cv::Rect2f whole(0, 0, static_cast<float>(picture.cols), static_cast<float>(picture.rows));
    return {picture, embedder.embed(picture, {whole}).front()};
}

/// Twice the network's size is large enough to look at.
cv::Mat overlay(const Seen& seen, cv::Size size) {
    cv::Mat picture;
    cv::resize(seen.picture, picture, size * 2);
    cv::brnpa::AttentionOverlay().apply(picture, seen.appearance.maps, seen.appearance.norms, picture);
    return picture;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "usage: compare_people MODEL_FOLDER FIRST.jpg SECOND.jpg OVERLAY.png" << std::endl;
        return 2;
    }
    try {
        const reid::ModelFolder folder = reid::ModelFolder::load(argv[1]);
        reid::Embedder embedder(folder);
        const Seen first = look(embedder, argv[2]), second = look(embedder, argv[3]);
        const double distance = reid::distance(first.appearance.embedding, second.appearance.embedding, folder.metric);
        std::cout << "distance " << distance;
        if (!folder.thresholds.empty())
            std::cout << (distance <= folder.acceptDistance() ? ", the same person" : ", different people")
                      << " (threshold " << folder.acceptDistance() << ", strict: that of a gallery of many pictures)";
        std::cout << std::endl;

        cv::Mat both;
        cv::hconcat(overlay(first, folder.inputSize), overlay(second, folder.inputSize), both);
        cv::imwrite(argv[4], both);
    } catch (const reid::InputError& error) {
        std::cerr << error.what() << std::endl;
        return 3;
    } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
        return 4;
    }
}
