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

reid::View viewOfPicture(reid::Embedder& embedder, const std::string& path) {
    reid::View view;
    view.picture = readPicture(path);
    const cv::Rect2f whole(0, 0, static_cast<float>(view.picture.cols), static_cast<float>(view.picture.rows));
    const reid::Appearance appearance = embedder.embed(view.picture, {whole}).front();
    view.embedding = appearance.embedding;
    view.saliency = reid::SteadySaliency(1).update(appearance.maps, appearance.norms);
    return view;
}
