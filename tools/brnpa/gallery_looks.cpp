#include "gallery_looks.hpp"

#include <fmt/format.h>

#include "clock_text.hpp"
#include "reid/person_painter.hpp"

reid::LastingGallery galleryToCompare(const GalleryRequest& request, const reid::ModelFolder& model) {
    return {request.gallery, reid::LastingGallery::Access::Read, reid::GalleryModel::of(model),
            galleryOptions(request.accept, model, reid::Query::Picture)};
}

SheetCard cardOf(const reid::Exemplar& exemplar) {
    SheetCard card;
    card.picture = exemplar.decoded();
    card.painted = exemplar.saliency.empty() ? cv::Mat() : exemplar.painted();
    card.color = reid::PersonPainter::colorOf(exemplar.identity);
    card.notes = {fmt::format("{}  {}", exemplar.sighting.camera, localTime(exemplar.sighting.timeMs))};
    return card;
}
