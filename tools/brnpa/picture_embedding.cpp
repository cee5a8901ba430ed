#include "picture_embedding.hpp"

#include <fmt/format.h>

#include "reid/errors.hpp"
#include "reid/picture_codecs.hpp"
#include "reid/steady_saliency.hpp"

cv::Mat readPicture(const std::string& path) {
    cv::Mat picture = reid::pictureIn(path);
    if (picture.empty())
        throw reid::InputError(
            fmt::format("{} cannot be read as a picture; a JPEG or PNG file of one person is needed.", path));
    return picture;
}

cv::Mat readPictureOfPerson(const std::string& path) {
    constexpr int FEWEST_COLUMNS = 16, FEWEST_ROWS = 32;
    cv::Mat picture = readPicture(path);
    if (picture.cols < FEWEST_COLUMNS || picture.rows < FEWEST_ROWS)
        throw reid::InputError(
            fmt::format("{} has {}x{} pixels, too few to tell people apart; at least {}x{} are needed.", path,
                        picture.cols, picture.rows, FEWEST_COLUMNS, FEWEST_ROWS));
    return picture;
}

reid::View viewOfPicture(reid::Embedder& embedder, const cv::Mat& picture) {
    reid::View view;
    view.picture = picture;
    const cv::Rect2f whole(0, 0, static_cast<float>(view.picture.cols), static_cast<float>(view.picture.rows));
    const reid::Appearance appearance = embedder.embed(view.picture, {whole}).front();
    view.embedding = appearance.embedding;
    view.saliency = reid::SteadySaliency(1).update(appearance.maps, appearance.norms);
    return view;
}
