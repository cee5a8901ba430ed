#include <opencv2/brnpa.hpp>

#include "reid/lasting_gallery.hpp"
#include "reid/person_painter.hpp"
#include "reid/picture_codecs.hpp"

namespace reid {

cv::Mat Exemplar::decoded() const {
    return picture.empty() ? cv::Mat() : pictureOf(picture);
}

cv::Mat Exemplar::painted() const {
    cv::Mat image = decoded();
    if (image.empty() || saliency.empty()) return image;
    cv::Mat maps;
    saliency.convertTo(maps, CV_32F, 1 / 255.0);
    cv::brnpa::AttentionOverlay(PersonPainter::videoOverlay()).apply(image, maps, cv::noArray(), image);
    return image;
}

}  // namespace reid
